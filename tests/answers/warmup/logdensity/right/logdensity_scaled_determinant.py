# task = "logdensity"
# why = "Takes the scale out of the matrix before its determinant."


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    d = len(mean)
    scales = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(scales, scales)
    white = (x - mean) / scales
    squares = (white * np.linalg.solve(correlation, white.T).T).sum(1)
    log_det = 2 * np.log(scales).sum() + np.log(np.linalg.eigvalsh(correlation)).sum()
    return -0.5 * (squares + log_det + d * np.log(2 * np.pi))
