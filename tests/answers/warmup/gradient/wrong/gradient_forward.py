# task = "gradient"
# why = "A one-sided difference."
# fails = ["test_formula"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    slopes = [(f(x + step) - f(x)) / h for step in h * np.eye(x.shape[1])]
    return np.stack(slopes, axis=1)
