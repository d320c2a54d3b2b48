# task = "score"
# why = "Through the eigenvectors of the covariance, in the plane's own axes."


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        values, vectors = np.linalg.eigh(self._sigma)
        along = (x - self._mu) @ vectors
        return -(along / values) @ vectors.T

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
