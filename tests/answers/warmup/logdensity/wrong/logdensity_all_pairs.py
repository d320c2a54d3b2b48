# task = "logdensity"
# why = "Forgets to take the diagonal: every point with every other."
# fails = ["test_differences", "test_constant", "test_far_away", "test_determinant"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    centred = x - mean
    squares = centred @ np.linalg.inv(covariance) @ centred.T
    return -0.5 * (squares + np.linalg.slogdet(covariance)[1] + len(mean) * np.log(2 * np.pi))
