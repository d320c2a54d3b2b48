# task = "gradient"
# why = "Returns the direction only."
# fails = ["test_values"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    slopes = [(f(x + step) - f(x - step)) / (2 * h) for step in h * np.eye(x.shape[1])]
    gradient = np.stack(slopes, axis=1)
    return gradient / np.linalg.norm(gradient, axis=1, keepdims=True)
