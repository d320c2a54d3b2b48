# task = "logdensity"
# why = "Hands everything to torch, in single precision."


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    import torch

    mu, sigma, points = (torch.tensor(a, dtype=torch.float32) for a in (mean, covariance, x))
    return torch.distributions.MultivariateNormal(mu, sigma).log_prob(points).numpy()
