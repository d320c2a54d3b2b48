# task = "langevin"
# why = "Draws from the target directly instead of walking."
# fails = ["test_drift", "test_schedule", "test_noise_scale", "test_noise_fresh", "test_whole"]


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    samples = np.random.multivariate_normal(np.zeros(2), [[1.0, -0.7], [-0.7, 1.0]], size=(n, K))
    x = samples.transpose(0, 2, 1)
    return x if return_trajectory else x[:, :, -1]
