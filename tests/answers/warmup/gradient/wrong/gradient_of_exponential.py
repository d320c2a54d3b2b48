# task = "gradient"
# why = "Differentiates the exponential of f, as if p were asked for."
# fails = ["test_values", "test_formula"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    slopes = [(np.exp(f(x + step)) - np.exp(f(x - step))) / (2 * h) for step in h * np.eye(x.shape[1])]
    return np.stack(slopes, axis=1)
