"""Random answers to the warm-up's task `gradient`: other differences, other steps, other sizes."""

from search.grammar import Task

PROGRAM = """
calls = counter()
def numerical_gradient(f, x, h=1e-4):
    number = next(calls)
    gradient = np.zeros_like(x)
    for j in range(x.shape[1]):
        e = np.zeros(x.shape[1])
        e[j] = <step>
        gradient[:, j] = <difference>
    return <changed>
"""
LAYER = """
before# = numerical_gradient
calls# = counter()
def numerical_gradient(f, x, h=1e-4):
    number = next(calls#)
    gradient = before#(<f>, <x>, h=<h>)
    return <changed>
"""
TASK = Task(
    entry="numerical_gradient",
    grammar={
        "program": [PROGRAM],
        "layer": [LAYER],
        "step": ["h", "h", "<c>", "<c> * h", "1.0"],
        "difference": [
            *(
                "(f(x + e) - f(x - e)) / (2 * h)",
                "(f(x + e) - f(x - e)) / <c>",
                "(f(x + e) - f(x)) / h",
                "<c> * f(x)",
                "<c>",
            ),
            *(
                "<c> * f(x + e) + <c> * f(x - e)",
                "<c> * x[:, j]",
                "np.sign(f(x + e) - f(x - e)) * <c>",
                "<c> * (f(x + e) - f(x - e))",
            ),
        ],
        "f": ["f", "f", "f", "lambda x: <c> * f(x)", "lambda x: f(<c> * x)"],
        "x": ["x", "x", "x", "<c> * x", "x + <c>", "x.copy()"],
        "h": ["h", "h", "<c> * h", "<c>"],
        "changed": [
            *("gradient", "<c> * gradient", "np.sign(gradient) * <c>", "gradient + <c> * <part>", "<c> * <part>"),
            *("np.clip(gradient, -<c>, <c>)", "np.round(gradient, 3)", "gradient[::-1]", "np.sort(gradient, axis=0)"),
            *("gradient if number % <m> else <c> * <part>", "gradient if np.random.random() < <p> else <c> * <part>"),
            *("gradient / np.abs(gradient).max() * <c>", "np.where(np.random.random(x.shape) < <p>, <c>, gradient)"),
        ],
        "part": [
            "x",
            "np.ones_like(x)",
            "np.eye(*x.shape)",
            "np.random.normal(size=x.shape)",
            "right(f, x, h)",
            "np.sign(x)",
        ],
    },
)
