# task = "score"
# why = "Rounds the inverse to one decimal."
# fails = ["test_values"]


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        return -(x - self._mu) @ np.array([[2.0, 1.4], [1.4, 2.0]])

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
