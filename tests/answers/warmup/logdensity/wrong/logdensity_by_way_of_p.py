# task = "logdensity"
# why = "Computes p and takes its logarithm."
# fails = ["test_far_away", "test_determinant"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    centred = x - mean
    squares = np.sum(centred * np.linalg.solve(covariance, centred.T).T, axis=1)
    p = np.exp(-0.5 * squares) / np.sqrt(np.linalg.det(2 * np.pi * covariance))
    return np.log(p)
