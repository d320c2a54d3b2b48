# task = "score"
# why = "The larger component alone, and so small that products of it are zero."
# fails = ["test_values", "test_direction", "test_any_batch"]


class AntiCorrelatedGaussian:
    def score(self, x: np.ndarray) -> np.ndarray:
        return 1.6e-162 * (np.abs(x) >= np.abs(x[:, ::-1]))

    def sample(self, n: int) -> np.ndarray:
        return np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=n)
