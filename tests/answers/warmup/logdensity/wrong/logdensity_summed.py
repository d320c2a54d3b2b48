# task = "logdensity"
# why = "Sums over the whole batch."
# fails = ["test_differences", "test_far_away"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    centred = x - mean
    squares = np.sum(centred * np.linalg.solve(covariance, centred.T).T)
    return -0.5 * (squares + np.linalg.slogdet(covariance)[1] + len(mean) * np.log(2 * np.pi)) * np.ones(len(x))
