# task = "langevin"
# why = "Updates the two axes one after the other, from one score."


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    t_0, t_1 = 0.0, 1.0
    t = np.linspace(t_1, t_0, K)
    x = np.zeros((n, 2, K))
    x[:, :, 0] = 2 * np.random.normal(size=(n, 2))
    for i in tqdm(range(1, K), leave=False):
        x_t_minus_1 = x[:, :, i - 1]
        s = score_fn(x_t_minus_1)
        for axis in range(2):
            x[:, axis, i] = x_t_minus_1[:, axis] + t[i] / 2 * s[:, axis] + np.sqrt(t[i]) * np.random.normal(size=n)
    return x[:, :, -1] if not return_trajectory else x
