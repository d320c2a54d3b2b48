# task = "gradient"
# why = "Moves along all axes at the same time."
# fails = ["test_values", "test_any_size", "test_formula", "test_input_kept"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return np.repeat(slope[:, None], x.shape[1], axis=1)
