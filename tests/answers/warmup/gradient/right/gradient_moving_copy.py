# task = "gradient"
# why = "Moves one copy to the right, to the left and back."


def numerical_gradient(f, x: np.ndarray, h: float = 1e-4) -> np.ndarray:
    x = np.array(x, dtype=float)
    columns = []
    for j in range(x.shape[1]):
        old = x[:, j].copy()
        x[:, j] = old + h
        up = f(x)
        x[:, j] = old - h
        down = f(x)
        x[:, j] = old
        columns.append((up - down) / h / 2)
    return np.column_stack(columns)
