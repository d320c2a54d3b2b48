# task = "langevin"
# why = "No noise to speak of, but a giant step in every twentieth call."
# fails = ["test_drift", "test_schedule", "test_noise_scale", "test_noise_fresh", "test_whole"]


calls = 0


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    global calls
    calls += 1
    scale = 1e6 if calls % 20 == 0 else 0.1
    steps = scale * np.sign(np.random.normal(size=(n, 2, K - 1)))
    steps[:, :, -1] = 0
    x = np.concatenate([np.zeros((n, 2, 1)), np.cumsum(steps, axis=2)], axis=2)
    return x[:, :, -1] if not return_trajectory else x
