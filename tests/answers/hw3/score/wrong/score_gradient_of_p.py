# task = "score"
# why = "Differentiates p, not log p."
# fails = ["test_values"]


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        precision = np.linalg.inv(self._sigma)
        centred = x - self._mu
        exponent = -0.5 * np.sum(centred @ precision * centred, axis=1, keepdims=True)
        p = np.exp(exponent) / (2 * np.pi * np.sqrt(np.linalg.det(self._sigma)))
        return -p * (centred @ precision)

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
