# task = "score"
# why = "One row at a time."


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        precision = np.linalg.inv(self._sigma)
        result = np.zeros_like(x)
        for i in range(len(x)):
            result[i] = -precision @ (x[i] - self._mu)
        return result

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
