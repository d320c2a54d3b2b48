# task = "gradient"
# why = "Forgets to divide."
# fails = ["test_values"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    slopes = [f(x + step) - f(x - step) for step in h * np.eye(x.shape[1])]
    return np.stack(slopes, axis=1)
