# task = "logdensity"
# why = "Takes the constant of two dimensions for all."
# fails = ["test_constant"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    centred = x - mean
    squares = np.sum(centred * np.linalg.solve(covariance, centred.T).T, axis=1)
    return -0.5 * (squares + np.linalg.slogdet(covariance)[1]) - np.log(2 * np.pi)
