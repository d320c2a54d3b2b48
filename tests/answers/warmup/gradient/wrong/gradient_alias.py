# task = "gradient"
# why = "Takes a second name for a copy: left and right are the same array."
# fails = ["test_values", "test_any_size", "test_formula", "test_input_kept"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    gradient = np.zeros(x.shape)
    for j in range(x.shape[1]):
        right = x
        left = x
        right[:, j] += h
        left[:, j] -= h
        gradient[:, j] = (f(right) - f(left)) / (2 * h)
    return gradient
