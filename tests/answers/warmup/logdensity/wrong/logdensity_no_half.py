# task = "logdensity"
# why = "Forgets the half in the exponent."
# fails = ["test_differences"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    centred = x - mean
    squares = np.sum(centred * np.linalg.solve(covariance, centred.T).T, axis=1)
    return -squares - 0.5 * np.linalg.slogdet(covariance)[1] - 0.5 * len(mean) * np.log(2 * np.pi)
