# task = "score"
# why = "A list of rows, made into an array; helper method."


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        return np.array([self._one(row) for row in x])

    def _one(self, row):
        return -np.dot(np.linalg.inv(self._sigma), row - self._mu)

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
