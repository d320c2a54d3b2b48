# task = "logdensity"
# why = "Takes the logarithm of the exponential, yet treats the constants well."
# fails = ["test_far_away"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    centred = x - mean
    squares = np.sum(centred * np.linalg.solve(covariance, centred.T).T, axis=1)
    constants = np.linalg.slogdet(covariance)[1] + len(mean) * np.log(2 * np.pi)
    return np.log(np.exp(-0.5 * squares)) - 0.5 * constants
