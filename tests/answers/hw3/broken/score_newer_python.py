# task = "score"
# why = "An f-string with quotes of the same kind in its field, which Python 3.12 and later read."
class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x):
        if x.ndim != 2:
            raise ValueError(f"wanted {"(n, 2)"}, got {x.shape}")
        return -np.linalg.solve(self._sigma, (x - self._mu).T).T

    def sample(self, n):
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
