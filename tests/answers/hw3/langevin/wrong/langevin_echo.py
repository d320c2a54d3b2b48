# task = "langevin"
# why = "Repeats the score of the starting points."
# fails = ["test_drift", "test_schedule", "test_noise_scale", "test_noise_fresh", "test_whole"]


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    x = score_fn(2 * np.random.normal(size=(n, 2)))
    return np.repeat(x[:, :, None], K, axis=2) if return_trajectory else x
