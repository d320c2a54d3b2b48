# task = "logdensity"
# why = "Ignores the correlations."
# fails = ["test_differences", "test_constant", "test_far_away"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    variances = np.diag(covariance)
    return -0.5 * ((x - mean) ** 2 / variances + np.log(2 * np.pi * variances)).sum(axis=1)
