# task = "gradient"
# why = "Divides by h, though the points are 2 h apart."
# fails = ["test_values"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    slopes = [(f(x + step) - f(x - step)) / h for step in h * np.eye(x.shape[1])]
    return np.stack(slopes, axis=1)
