# task = "logdensity"
# why = "Multiplies by the covariance instead of its inverse."
# fails = ["test_differences", "test_far_away"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    centred = x - mean
    squares = np.sum(centred @ covariance * centred, axis=1)
    return -0.5 * (squares + np.linalg.slogdet(covariance)[1] + len(mean) * np.log(2 * np.pi))
