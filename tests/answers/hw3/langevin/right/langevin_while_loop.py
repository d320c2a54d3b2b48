# task = "langevin"
# why = "A while loop, and the last step left out because its size is zero."


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    t = np.linspace(1.0, 0.0, K)
    x = np.zeros((n, 2, K))
    x[:, :, 0] = 2 * np.random.normal(size=(n, 2))
    i = 1
    while i < K:
        previous = x[:, :, i - 1]
        if t[i] == 0:
            x[:, :, i] = previous
        else:
            x[:, :, i] = previous + t[i] / 2 * score_fn(previous) + np.sqrt(t[i]) * np.random.randn(n, 2)
        i += 1
    if return_trajectory:
        return x
    return x[:, :, K - 1]
