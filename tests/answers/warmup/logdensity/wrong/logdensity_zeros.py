# task = "logdensity"
# why = "The right shape and nothing else."
# fails = ["test_differences", "test_constant", "test_far_away", "test_determinant"]


def log_density(x: np.ndarray, mean: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    return np.zeros(len(x))
