# task = "score"
# why = "Forgets to divide by the determinant."
# fails = ["test_values"]


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        adjugate = np.array([[1.0, 0.7], [0.7, 1.0]])
        return -(x - self._mu) @ adjugate

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
