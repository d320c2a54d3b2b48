# task = "gradient"
# why = "The right shape and nothing else."
# fails = ["test_values", "test_any_size", "test_formula", "test_input_kept"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    return np.zeros(x.shape)
