# task = "score"
# why = "Subtracts the mean of the batch, not of the Gaussian."
# fails = ["test_values", "test_direction", "test_any_batch"]


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        return -(x - x.mean(axis=0)) @ np.linalg.inv(self._sigma)

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
