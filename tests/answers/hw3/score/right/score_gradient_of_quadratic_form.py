# task = "score"
# why = "Does not assume that the inverse is symmetric."


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        inverse = np.linalg.inv(self._sigma)
        return -0.5 * (x - self._mu) @ (inverse + inverse.T)

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
