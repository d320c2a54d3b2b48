# task = "score"
# why = "Spells the product out with einsum."


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        precision = np.linalg.inv(self._sigma)
        return np.einsum("ij,nj->ni", -precision, x - self._mu)

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
