# task = "gradient"
# why = "Stacks the slopes as rows."
# fails = ["test_values", "test_any_size", "test_formula", "test_input_kept"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    slopes = [(f(x + step) - f(x - step)) / (2 * h) for step in h * np.eye(x.shape[1])]
    return np.stack(slopes)
