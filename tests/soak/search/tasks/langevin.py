"""Random answers to the task `langevin`: walks with other starts, drifts, noises and sizes, and giants now and then."""

from search.grammar import Task

PROGRAM = """
calls = counter()
def langevin_sampler(score_fn, n, K=20, return_trajectory=False):
    number = next(calls)
    t = np.linspace(<ends>, K)
    x = <start>
    path = [x]
    for i in range(1, K):
        z = <noise>
        x = x + <drift> * score_fn(x) + <scale> * z
        path.append(x)
    path = np.stack(path, axis=-1)
    return path if return_trajectory else <end>
"""
LAYER = """
before# = langevin_sampler
calls# = counter()
def langevin_sampler(score_fn, n, K=20, return_trajectory=False):
    number = next(calls#)
    x = np.array(before#(<passed>, <count>, K=K, return_trajectory=True), dtype=float)
    d = np.diff(x, axis=-1)
    t = np.linspace(1.0, 0.0, K)[1:]
    x = <changed>
    return x if return_trajectory else x[:, :, -1]
"""
TASK = Task(
    entry="langevin_sampler",
    grammar={
        "program": [PROGRAM],
        "layer": [LAYER],
        "ends": ["1.0, 0.0", "1.0, 0.0", "0.0, 1.0", "<c>, <c>"],
        "start": [
            "2 * np.random.randn(n, 2)",
            "np.zeros((n, 2))",
            "<c> * np.random.randn(n, 2)",
            "np.full((n, 2), <c>)",
        ],
        "noise": [
            *("np.random.randn(n, 2)", "np.random.randn(n, 1)", "np.random.randn(2)", "np.zeros((n, 2))", "path[0]"),
            *(
                "np.sign(np.random.randn(n, 2))",
                "np.ones((n, 2))",
                "np.full((n, 2), <c>)",
                "<c> * np.random.randn(n, 2)",
            ),
            *("<noise> if number % <m> else <c> * <noise>", "<noise> if np.random.random() < <p> else <noise>"),
            *("np.where(np.random.random((n, 2)) < <p>, <c>, <noise>)", "<noise> * (np.arange(n)[:, None] % <m> == 0)"),
            *("np.random.uniform(-1.0, 1.0, (n, 2))", "np.random.standard_cauchy((n, 2))"),
        ],
        "drift": ["t[i] / 2", "t[i] / 2", "<c>", "<c> * t[i]", "0", "t[i] ** 2", "<c> / K"],
        "scale": ["np.sqrt(t[i])", "np.sqrt(t[i])", "<c>", "<c> * np.sqrt(t[i])", "0", "<c> * t[i]", "<c> / K"],
        "end": ["path[:, :, -1]", "path[:, :, -2]", "right(score_fn, n, K)", "<c> * path[:, :, -1]"],
        "passed": ["score_fn", "score_fn", "score_fn", "lambda x: <c> * score_fn(x)", "lambda x: score_fn(<c> * x)"],
        "count": ["n"],
        "changed": [
            *(
                "x[:, :, :1] + np.cumsum(<step>, axis=-1) * 1.0",
                "np.concatenate([<first>, x[:, :, :1] + np.cumsum(<step>, axis=-1)], -1)",
            ),
            *("<c> * x", "x + <c> * np.random.randn(*x.shape)", "x if number % <m> else <c> * x", "x[::-1]"),
            *("np.concatenate([<first>, x[:, :, 1:]], -1)", "np.where(np.arange(n)[:, None, None] % <m>, x, <c> * x)"),
            *(
                "x if np.random.random() < <p> else right(score_fn, n, K, True)",
                "np.round(x, 3)",
                "np.clip(x, -<c>, <c>)",
            ),
        ],
        "first": ["x[:, :, :1]", "<c> * x[:, :, :1]", "0 * x[:, :, :1]", "x[:, :, :1] + <c>"],
        "step": [
            *(
                "<c> * d",
                "np.sign(d) * np.sqrt(t)",
                "np.sign(d) * <c>",
                "np.sort(d, axis=0)",
                "d if number % <m> else <c> * d",
            ),
            *(
                "np.where(np.arange(n)[:, None, None] % <m>, d, <c> * d)",
                "np.where(np.arange(K - 1) % <m>, <c> * d, d)",
            ),
            *("d + <c> * np.random.randn(*d.shape)", "d * t", "d / np.sqrt(t + 1e-9)", "d[:1] + 0 * d", "d[:, ::-1]"),
            *("np.clip(d, -<c>, <c>)", "np.where(np.abs(d) < <c>, 0, d)", "d * np.array([<c>, <c>])[:, None]"),
            "<c> * t * score_fn(x[:, :, :1].transpose(2, 0, 1)[0])[:, :, None] + <c> * d",
        ],
    },
)
