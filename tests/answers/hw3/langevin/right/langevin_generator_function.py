# task = "langevin"
# why = "A generator of points, stacked at the end."


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    def walk():
        x = np.random.normal(scale=2.0, size=(n, 2))
        yield x
        for tau in np.linspace(1.0, 0.0, K)[1:]:
            x = x + tau / 2 * score_fn(x) + np.random.normal(scale=tau**0.5, size=(n, 2))
            yield x

    trajectory = np.stack(list(walk()), axis=2)
    return trajectory if return_trajectory else trajectory[..., -1]
