# task = "logdensity"
# why = "The inverse, and einsum for the quadratic form."


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    centred = x - mean
    squares = np.einsum("ni,ij,nj->n", centred, np.linalg.inv(covariance), centred)
    sign, log_det = np.linalg.slogdet(covariance)
    return -squares / 2 - log_det / 2 - len(covariance) / 2 * np.log(2 * np.pi)
