# task = "logdensity"
# why = "Forgets the term with 2 pi."
# fails = ["test_constant"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    centred = x - mean
    squares = np.sum(centred * np.linalg.solve(covariance, centred.T).T, axis=1)
    return -0.5 * (squares + np.linalg.slogdet(covariance)[1])
