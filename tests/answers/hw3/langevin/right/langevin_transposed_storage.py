# task = "langevin"
# why = "Keeps the walk as (K, n, 2) and moves the axes at the end."


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    walk = np.empty((K, n, 2))
    walk[0] = 2 * np.random.normal(size=(n, 2))
    for i, tau in enumerate(np.linspace(1.0, 0.0, K)):
        if i > 0:
            walk[i] = walk[i - 1] + tau / 2 * score_fn(walk[i - 1]) + np.sqrt(tau) * np.random.normal(size=(n, 2))
    return np.moveaxis(walk, 0, -1) if return_trajectory else walk[-1]
