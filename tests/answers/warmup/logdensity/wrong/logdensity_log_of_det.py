# task = "logdensity"
# why = "Takes the logarithm of the determinant."
# fails = ["test_determinant"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    centred = x - mean
    squares = np.sum(centred * np.linalg.solve(covariance, centred.T).T, axis=1)
    return -0.5 * (squares + np.log(np.linalg.det(covariance)) + len(mean) * np.log(2 * np.pi))
