# task = "langevin"
# why = "Right, with a name that NumPy had until version 2."
def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    t = np.linspace(1.0, 0.0, K)
    walk = np.empty((n, 2, K), dtype=np.float_)
    walk[:, :, 0] = 2 * np.random.randn(n, 2)
    for i in range(1, K):
        before = walk[:, :, i - 1]
        walk[:, :, i] = before + 0.5 * t[i] * score_fn(before) + t[i] ** 0.5 * np.random.randn(n, 2)
    return walk if return_trajectory else walk[:, :, -1]
