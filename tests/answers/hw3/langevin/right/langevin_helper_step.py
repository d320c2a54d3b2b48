# task = "langevin"
# why = "A helper function in the cell, with type hints."


def langevin_step(x: np.ndarray, score: np.ndarray, tau: float) -> np.ndarray:
    return x + tau / 2 * score + np.sqrt(tau) * np.random.standard_normal(x.shape)


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    t_0, t_1 = 0.0, 1.0
    t = np.linspace(t_1, t_0, K)
    x = np.zeros((n, 2, K))
    x[:, :, 0] = 2 * np.random.normal(size=(n, 2))
    for i in tqdm(range(1, K), leave=False):
        x_t_minus_1 = x[:, :, i - 1]
        x[:, :, i] = langevin_step(x_t_minus_1, score_fn(x_t_minus_1), t[i])
    return x[:, :, -1] if not return_trajectory else x
