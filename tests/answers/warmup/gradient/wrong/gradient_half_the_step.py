# task = "gradient"
# why = "Multiplies by h / 2 for dividing by 2 h: the brackets are missing."
# fails = ["test_values"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    slopes = [(f(x + step) - f(x - step)) / 2 * h for step in h * np.eye(x.shape[1])]
    return np.stack(slopes, axis=1)
