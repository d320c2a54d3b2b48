# task = "gradient"
# why = "Uses x for the result, too."
# fails = ["test_input_kept"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    slopes = [(f(x + step) - f(x - step)) / (2 * h) for step in h * np.eye(x.shape[1])]
    for j, slope in enumerate(slopes):
        x[:, j] = slope
    return x
