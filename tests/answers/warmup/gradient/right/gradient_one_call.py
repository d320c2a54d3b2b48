# task = "gradient"
# why = "All shifted points in one large batch."


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    n, d = x.shape
    steps = h * np.concatenate([np.eye(d), -np.eye(d)])
    values = f((x[None] + steps[:, None]).reshape(-1, d)).reshape(2, d, n)
    return (values[0] - values[1]).T / (2 * h)
