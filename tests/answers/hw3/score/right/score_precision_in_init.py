# task = "score"
# why = "Inverts once, in the constructor; the rows as column vectors."


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])
        self._precision = np.linalg.inv(self._sigma)

    def score(self, x: np.ndarray) -> np.ndarray:
        return (-self._precision @ (x - self._mu)[..., None]).squeeze(-1)

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
