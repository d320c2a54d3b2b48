# task = "langevin"
# why = "Functional style, with itertools.accumulate and a lambda."


from itertools import accumulate


def langevin_sampler(score_fn, n, K=20, return_trajectory: bool = False):
    start = 2 * np.random.randn(n, 2)
    step = lambda x, tau: x + tau / 2 * score_fn(x) + np.sqrt(tau) * np.random.randn(n, 2)
    points = list(accumulate(np.linspace(1, 0, K)[1:], step, initial=start))
    return np.transpose(points, (1, 2, 0)) if return_trajectory else points[-1]
