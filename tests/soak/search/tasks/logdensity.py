"""Random answers to the warm-up's task `logdensity`: other exponents and constants."""

from search.grammar import Task

PROGRAM = """
calls = counter()
def log_density(x, mean, covariance):
    number = next(calls)
    n, d = x.shape
    from_mean = x - mean
    square = np.sum(from_mean @ np.linalg.inv(covariance) * from_mean, axis=1)
    value = <value>
    return <changed>
"""
LAYER = """
before# = log_density
calls# = counter()
def log_density(x, mean, covariance):
    number = next(calls#)
    n, d = x.shape
    value = before#(<x>, <mean>, <covariance>)
    return <changed>
"""
TASK = Task(
    entry="log_density",
    grammar={
        "program": [PROGRAM],
        "layer": [LAYER],
        "value": ["<term> + <c> * <term>", "<c> * <term>", "<term> + <term>", "<c> * <term> + <c> * <term> + <c>"],
        "term": [
            *(
                "-0.5 * square",
                "square",
                "(from_mean**2).sum(1)",
                "np.zeros(n)",
                "np.full(n, <c>)",
                "x.sum(1)",
                "x[:, 0]",
            ),
            *(
                "np.linalg.slogdet(covariance)[1] + np.zeros(n)",
                "np.zeros(n) + d * np.log(2 * np.pi)",
                "np.random.normal(size=n)",
            ),
            *(
                "-0.5 * np.log(np.linalg.det(covariance)) + np.zeros(n)",
                "np.log(np.trace(covariance)) + np.zeros(n)",
                "x.sum(1)**2",
            ),
        ],
        "x": ["x", "x", "x", "<c> * x", "x + <c>"],
        "mean": ["mean", "mean", "mean", "<c> * mean", "0 * mean"],
        "covariance": ["covariance", "covariance", "covariance", "<c> * covariance", "np.diag(np.diag(covariance))"],
        "changed": [
            *(
                "value",
                "<c> * value",
                "value + <c>",
                "np.sign(value) * <c>",
                "value - value.max()",
                "np.clip(value, -<c>, <c>)",
            ),
            *(
                "value if number % <m> else <c> * value",
                "value if np.random.random() < <p> else <c> * value",
                "np.round(value, 3)",
            ),
            *(
                "value + <c> * right(x, mean, covariance)",
                "value[::-1]",
                "np.sort(value)",
                "np.maximum(value, <c>)",
                "value * <c> + <c>",
            ),
            *(
                "value / np.abs(value).max() * <c>",
                "value + <c> * np.random.normal(size=n)",
                "np.exp(value)",
                "value**2",
            ),
        ],
    },
)
