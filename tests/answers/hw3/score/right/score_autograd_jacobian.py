# task = "score"
# why = "torch.func.grad of one point, mapped over the batch; returns a tensor."


class AntiCorrelatedGaussian:
    def __init__(self):
        self._mu = np.zeros(2)
        self._sigma = np.array([[1.0, -0.7], [-0.7, 1.0]])

    def score(self, x: np.ndarray) -> np.ndarray:
        mu = torch.tensor(self._mu)
        precision = torch.inverse(torch.tensor(self._sigma))

        def log_p(point):
            return -0.5 * (point - mu) @ precision @ (point - mu)

        return torch.func.vmap(torch.func.grad(log_p))(torch.as_tensor(x))

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(self._mu, self._sigma, size=n)
