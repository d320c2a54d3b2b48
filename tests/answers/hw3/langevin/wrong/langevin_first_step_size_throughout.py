# task = "langevin"
# why = "Takes t[1] in every step."
# fails = ["test_schedule", "test_whole"]


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    t_0, t_1 = 0.0, 1.0
    t = np.linspace(t_1, t_0, K)
    x = np.zeros((n, 2, K))
    x[:, :, 0] = 2 * np.random.normal(size=(n, 2))
    for i in tqdm(range(1, K), leave=False):
        x_t_minus_1 = x[:, :, i - 1]
        z = np.random.normal(size=(n, 2))
        x[:, :, i] = x_t_minus_1 + t[1] / 2 * score_fn(x_t_minus_1) + np.sqrt(t[1]) * z
    return x[:, :, -1] if not return_trajectory else x
