# task = "langevin"
# why = "The noise is a default argument, drawn once for all calls."
# fails = ["test_noise_fresh", "test_whole"]


STORED = np.random.normal(size=(10000, 2))


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    t_0, t_1 = 0.0, 1.0
    t = np.linspace(t_1, t_0, K)
    x = np.zeros((n, 2, K))
    x[:, :, 0] = 2 * np.random.normal(size=(n, 2))
    noise = STORED
    for i in tqdm(range(1, K), leave=False):
        x_t_minus_1 = x[:, :, i - 1]
        x[:, :, i] = x_t_minus_1 + t[i] / 2 * score_fn(x_t_minus_1) + np.sqrt(t[i]) * noise[:n]
    return x[:, :, -1] if not return_trajectory else x
