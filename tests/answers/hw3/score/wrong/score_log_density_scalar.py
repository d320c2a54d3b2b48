# task = "score"
# why = "Returns log p, one number for each point."
# fails = ["test_values", "test_direction", "test_any_batch"]


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        d = x - self._mu
        return -0.5 * np.sum(d @ np.linalg.inv(self._sigma) * d, axis=1)

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
