# task = "gradient"
# why = "Writes its own step into the formula."
# fails = ["test_formula"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    h = 1e-5
    slopes = [(f(x + step) - f(x - step)) / (2 * h) for step in h * np.eye(x.shape[1])]
    return np.stack(slopes, axis=1)
