# task = "gradient"
# why = "The mean of the forward and the backward difference."


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    here = f(x)
    result = np.zeros(x.shape)
    for j, e in enumerate(np.eye(x.shape[1])):
        forward = (f(x + h * e) - here) / h
        backward = (here - f(x - h * e)) / h
        result[:, j] = 0.5 * (forward + backward)
    return result
