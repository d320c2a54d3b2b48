# task = "logdensity"
# why = "Leaves out everything that does not depend on x."
# fails = ["test_constant", "test_determinant"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    centred = x - mean
    return -0.5 * np.sum(centred * np.linalg.solve(covariance, centred.T).T, axis=1)
