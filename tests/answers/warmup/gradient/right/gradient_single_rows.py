# task = "gradient"
# why = "One number after the other, each point a batch of one."


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    n, d = x.shape
    gradient = np.empty((n, d))
    for i in range(n):
        for j in range(d):
            e = np.zeros((1, d))
            e[0, j] = 1.0
            gradient[i, j] = (f(x[i : i + 1] + h * e)[0] - f(x[i : i + 1] - h * e)[0]) / (2 * h)
    return gradient
