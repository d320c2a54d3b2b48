# task = "gradient"
# why = "Moves x itself and leaves it where the last step ended."
# fails = ["test_input_kept"]


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    gradient = np.zeros(x.shape)
    for j in range(x.shape[1]):
        x[:, j] += h
        right = f(x)
        x[:, j] -= 2 * h
        gradient[:, j] = (right - f(x)) / (2 * h)
    return gradient
