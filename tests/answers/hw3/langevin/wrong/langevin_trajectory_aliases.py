# task = "langevin"
# why = "Appends the same array at every step."
# fails = ["test_drift", "test_schedule", "test_noise_scale", "test_noise_fresh", "test_whole"]


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    x = 2 * np.random.normal(size=(n, 2))
    points = [x]
    for tau in np.linspace(1.0, 0.0, K)[1:]:
        x += tau / 2 * score_fn(x) + np.sqrt(tau) * np.random.normal(size=(n, 2))
        points.append(x)
    return np.stack(points, axis=-1) if return_trajectory else x
