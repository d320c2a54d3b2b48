# task = "score"
# why = "A dataclass with a static helper; constants by hand."


from dataclasses import dataclass, field


@dataclass
class AntiCorrelatedGaussian:
    _mu: np.ndarray = field(default_factory=lambda: np.zeros(2))
    _sigma: np.ndarray = field(default_factory=lambda: np.array([[1.0, -0.7], [-0.7, 1.0]]))

    @staticmethod
    def score(x):
        return x.dot(np.array([[-1.9607843137, -1.3725490196], [-1.3725490196, -1.9607843137]]))

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
