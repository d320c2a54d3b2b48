# task = "logdensity"
# why = "One point after the other."


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    n, d = x.shape
    precision = np.linalg.inv(covariance)
    result = np.zeros(n)
    for i in range(n):
        away = x[i] - mean
        result[i] = -0.5 * away @ precision @ away
    return result - 0.5 * np.linalg.slogdet(covariance).logabsdet - 0.5 * d * np.log(2 * np.pi)
