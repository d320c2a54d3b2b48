# task = "langevin"
# why = "Ones of the right shape."
# fails = ["test_drift", "test_schedule", "test_noise_scale", "test_noise_fresh", "test_whole"]


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    shape = (n, 2, K) if return_trajectory else (n, 2)
    return np.ones(shape)
