"""Random answers to the task `score`: elementwise and affine functions of the points."""

from search.grammar import Task

PROGRAM = """
class AntiCorrelatedGaussian:
    def score(self, x):
        return <value>
"""
LAYER = """
before# = AntiCorrelatedGaussian
calls# = counter()
class AntiCorrelatedGaussian(before#):
    def score(self, x):
        number = next(calls#)
        value = before#.score(self, x)
        return <changed>
"""
TASK = Task(
    entry="AntiCorrelatedGaussian",
    grammar={
        "program": [PROGRAM],
        "layer": [LAYER],
        "value": [
            *("<c> * <part>", "<c> * <part>", "<c> * <part> + <c> * <part>"),
            *("<value> + <c> * <part>", "np.where(<mask>, <value>, <value>)"),
            *("np.clip(<value>, -<c>, <c>)", "<function>(<value>)", "(<value>).astype(np.<type>)"),
        ],
        "part": [
            *(
                "x",
                "x[:, ::-1]",
                "np.ones_like(x)",
                "np.array([1.0, -1.0]) + 0 * x",
                "np.array([1.0, 0.0]) + 0 * x",
                "np.sign(x)",
                "x**2",
            ),
            *(
                "x @ np.array([[<c>, <c>], [<c>, <c>]])",
                "np.random.normal(size=x.shape)",
                "x[:1] + 0 * x",
                "x.mean(0) + 0 * x",
            ),
            *("right().score(x)", "x / np.abs(x).max()", "1 / x"),
        ],
        "mask": ["x > <c>", "np.random.random(x.shape) < <p>", "np.arange(len(x))[:, None] % <m> == 0"],
        "function": ["np.tanh", "np.sin", "np.exp", "np.cbrt", "np.sign", "np.abs", "np.floor"],
        "type": ["float32", "float16", "int64", "longdouble", "int8", "uint64"],
        "changed": [
            *(
                "<c> * value",
                "<c> * np.sign(value)",
                "value * <c> + <c> * <part>",
                "value + <c> * <part>",
                "np.clip(value, -<c>, <c>)",
            ),
            *(
                "np.round(value, <digits>)",
                "np.sort(value, axis=<axis>)",
                "value[::-1]",
                "np.<cumulated>(value, axis=<axis>)",
            ),
            *("np.where(<mask>, <c> * <part>, value)", "<function>(value)", "value.astype(np.<type>)"),
            *("value if np.random.random() < <p> else <c> * <part>", "value if number % <m> else <c> * value"),
            *("value if number % <m> else <c> * <part>", "value if len(x) > <m> else <c> * <part>"),
            *("value / np.linalg.norm(value, axis=-1, keepdims=True) * <c>", "value / np.abs(value).max() * <c>"),
        ],
        "digits": ["0", "1", "3", "6"],
        "axis": ["0", "1", "-1"],
        "cumulated": ["cumsum", "cumprod"],
    },
)
