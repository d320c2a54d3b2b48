# task = "logdensity"
# why = "Whitens with the Cholesky factor, whose diagonal also gives the determinant."


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    lower = np.linalg.cholesky(covariance)
    white = np.linalg.solve(lower, (x - mean).T)
    half_log_det = np.log(np.diag(lower)).sum()
    return -0.5 * (white**2).sum(axis=0) - half_log_det - 0.5 * x.shape[1] * np.log(2 * np.pi)
