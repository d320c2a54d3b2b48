# task = "score"
# why = "grad p over p."


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        d = x - self._mu
        inv = np.linalg.inv(self._sigma)
        p = np.exp(-0.5 * np.sum((d @ inv) * d, axis=1))
        grad_p = -p[:, None] * (d @ inv)
        return grad_p / np.maximum(p, 1e-300)[:, None]

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
