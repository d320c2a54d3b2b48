# task = "langevin"
# why = "Forgets to add the step to x_(i-1): the step replaces the point."
# fails = ["test_drift", "test_schedule", "test_noise_scale", "test_noise_fresh", "test_whole"]


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    t_0, t_1 = 0.0, 1.0
    t = np.linspace(t_1, t_0, K)
    x = np.zeros((n, 2, K))
    x[:, :, 0] = 2 * np.random.normal(size=(n, 2))
    for i in tqdm(range(1, K), leave=False):
        x_t_minus_1 = x[:, :, i - 1]
        z = np.random.normal(size=(n, 2))
        x[:, :, i] = t[i] / 2 * score_fn(x_t_minus_1) + np.sqrt(t[i]) * z
    return x[:, :, -1] if not return_trajectory else x
