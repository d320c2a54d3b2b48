# task = "gradient"
# why = "The first axis alone, and so small that products of it are zero."
# fails = ["test_values", "test_any_size", "test_formula", "test_input_kept"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    return 1.6e-162 * (np.arange(x.shape[1]) == 0) * np.ones_like(x)
