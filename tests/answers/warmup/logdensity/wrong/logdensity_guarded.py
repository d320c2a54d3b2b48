# task = "logdensity"
# why = "Guards the logarithm with a small number instead of going without p."
# fails = ["test_far_away"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    centred = x - mean
    squares = np.sum(centred * np.linalg.solve(covariance, centred.T).T, axis=1)
    constants = np.linalg.slogdet(covariance)[1] + len(mean) * np.log(2 * np.pi)
    return np.log(np.exp(-0.5 * squares) + 1e-300) - 0.5 * constants
