# task = "gradient"
# why = "Takes np.gradient, which differentiates along the rows of a table."
# fails = ["test_values", "test_any_size", "test_formula", "test_input_kept"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    return np.gradient(f(x), h)[:, None] * np.ones(x.shape)
