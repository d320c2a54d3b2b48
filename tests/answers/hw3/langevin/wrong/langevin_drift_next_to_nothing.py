# task = "langevin"
# why = "Follows the score for a thousandth of its way, without noise."
# fails = ["test_drift", "test_schedule", "test_noise_scale", "test_noise_fresh", "test_whole"]


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    t = np.linspace(1.0, 0.0, K)
    x = np.zeros((n, 2, K))
    for i in range(1, K):
        x[:, :, i] = x[:, :, i - 1] + 5e-4 * t[i] * score_fn(x[:, :, i - 1])
    return x[:, :, -1] if not return_trajectory else x
