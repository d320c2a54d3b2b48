# task = "langevin"
# why = "A helper for one step, under a name that a later task uses again."


def step(x, tau, score_fn):
    return x + tau / 2 * score_fn(x) + np.sqrt(tau) * np.random.normal(size=x.shape)


def langevin_sampler(score_fn, n, K=20, return_trajectory=False):
    points = [2 * np.random.normal(size=(n, 2))]
    for tau in np.linspace(1, 0, K)[1:]:
        points.append(step(points[-1], tau, score_fn))
    return np.stack(points, axis=-1) if return_trajectory else points[-1]
