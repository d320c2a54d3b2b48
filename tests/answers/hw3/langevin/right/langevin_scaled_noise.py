# task = "langevin"
# why = "Gives the standard deviation to the generator."


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    t_0, t_1 = 0.0, 1.0
    t = np.linspace(t_1, t_0, K)
    x = np.zeros((n, 2, K))
    x[:, :, 0] = 2 * np.random.normal(size=(n, 2))
    for i in tqdm(range(1, K)):
        x_t_minus_1 = x[:, :, i - 1]
        tau = t[i]
        noise = np.random.normal(0.0, np.sqrt(tau), size=x_t_minus_1.shape)
        x[:, :, i] = x_t_minus_1 + 0.5 * tau * score_fn(x_t_minus_1) + noise
    return x[:, :, -1] if not return_trajectory else x
