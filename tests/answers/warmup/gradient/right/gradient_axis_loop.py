# task = "gradient"
# why = "A copy of x for each side and axis."


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    gradient = np.zeros_like(x)
    for j in range(x.shape[1]):
        right, left = x.copy(), x.copy()
        right[:, j] += h
        left[:, j] -= h
        gradient[:, j] = (f(right) - f(left)) / (2 * h)
    return gradient
