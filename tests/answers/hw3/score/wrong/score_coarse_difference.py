# task = "score"
# why = "A forward difference with a step of 0.1."
# fails = ["test_values", "test_direction", "test_any_batch"]


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        inverse = np.linalg.inv(self._sigma)

        def log_p(x):
            return -0.5 * np.sum(x @ inverse * x, axis=1)

        h = 0.1
        return np.stack([(log_p(x + h * e) - log_p(x)) / h for e in np.eye(2)], axis=1)

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
