# task = "score"
# why = "Central differences of scipy's log density."


from scipy.stats import multivariate_normal


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        density = multivariate_normal(self._mu, self._sigma)
        h = 1e-5
        columns = []
        for axis in range(2):
            step = h * np.eye(2)[axis]
            columns.append((density.logpdf(x + step) - density.logpdf(x - step)) / (2 * h))
        return np.stack(columns, axis=-1).reshape(-1, 2)

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
