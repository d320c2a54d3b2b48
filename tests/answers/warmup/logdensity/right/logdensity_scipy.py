# task = "logdensity"
# why = "Leaves it to scipy, and mends the shape for a single point."


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    from scipy.stats import multivariate_normal

    return np.atleast_1d(multivariate_normal.logpdf(x, mean=mean, cov=covariance))
