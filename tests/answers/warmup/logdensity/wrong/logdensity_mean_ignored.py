# task = "logdensity"
# why = "Forgets to subtract the mean."
# fails = ["test_differences", "test_constant"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    squares = np.sum(x * np.linalg.solve(covariance, x.T).T, axis=1)
    return -0.5 * (squares + np.linalg.slogdet(covariance)[1] + len(mean) * np.log(2 * np.pi))
