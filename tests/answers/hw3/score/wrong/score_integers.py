# task = "score"
# why = "A result array of integers cuts off the fractions."
# fails = ["test_values", "test_direction", "test_any_batch"]


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        result = np.zeros(x.shape, dtype=int)
        for i, row in enumerate(x):
            result[i] = -np.linalg.inv(self._sigma) @ (row - self._mu)
        return result

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
