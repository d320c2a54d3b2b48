# task = "score"
# why = "Waits for a convergence that never comes."
class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        guess = np.zeros_like(x)
        while not np.allclose(guess, np.inf):
            guess = -np.linalg.solve(self._sigma, x.T).T
        return guess

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
