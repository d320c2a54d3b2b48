# task = "logdensity"
# why = "Squeezes the axis away when there is one point only."
# fails = ["test_constant", "test_determinant"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    centred = x - mean
    squares = np.sum(centred * np.linalg.solve(covariance, centred.T).T, axis=1)
    return np.squeeze(-0.5 * (squares + np.linalg.slogdet(covariance)[1] + len(mean) * np.log(2 * np.pi)))
