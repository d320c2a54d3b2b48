# task = "logdensity"
# why = "Rotates into the principal axes."


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    variances, axes = np.linalg.eigh(covariance)
    along = (x - mean) @ axes
    return -0.5 * (along**2 / variances + np.log(2 * np.pi * variances)).sum(axis=1)
