# task = "score"
# why = "The inverse of a 2 by 2 matrix by hand."


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        determinant = 1.0 - 0.7**2
        first = -(x[:, 0] + 0.7 * x[:, 1]) / determinant
        second = -(0.7 * x[:, 0] + x[:, 1]) / determinant
        return np.stack([first, second], axis=1)

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
