# task = "score"
# why = "Differentiates the log density with torch, in single precision."


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        points = torch.tensor(x, dtype=torch.float32, requires_grad=True)
        mean = torch.tensor(self._mu, dtype=torch.float32)
        covariance = torch.tensor(self._sigma, dtype=torch.float32)
        density = torch.distributions.MultivariateNormal(mean, covariance)
        density.log_prob(points).sum().backward()
        return points.grad.numpy()

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
