"""Random answers to the task `sampler`: walks with other starts, steps, sizes and numbers of rows."""

from search.grammar import Task

PROGRAM = """
calls = counter()
def sample_simple(model, x, n_steps=20, eps=1e-3):
    number = next(calls)
    start = x
    path = [<start>]
    for k in range(<count>):
        x = <moved>
        path.append(x)
    return <returned>
"""
LAYER = """
before# = sample_simple
calls# = counter()
def sample_simple(model, x, n_steps=20, eps=1e-3):
    number = next(calls#)
    points = before#(<model>, <x>, n_steps=<count>, eps=<eps>)
    return <changed>
"""
TASK = Task(
    entry="sample_simple",
    grammar={
        "program": [PROGRAM],
        "layer": [LAYER],
        "start": ["x.detach().clone()", "x", "<c> * x", "x + <c>", "torch.zeros(2)"],
        "count": ["n_steps", "n_steps", "n_steps + 1", "n_steps - 1", "<m>"],
        "moved": [
            *("x + eps * model(x)", "(x + eps * model(x)).detach()", "x + <c> * eps * model(x)", "<c> * x", "x + <c>"),
            *("x + <c> * model(<c> * x).detach()", "x + <c> * torch.randn(2)", "x * (1 + <c>)", "model(x)"),
            *("x + (eps if number % <m> else <c>) * model(x)", "x + eps * model(start)", "x.detach() + <c> * eps"),
            *("x + eps * model(x).sign()", "torch.clamp(x + eps * model(x), -<c>, <c>)"),
        ],
        "returned": [
            *(
                "torch.stack(path).detach()",
                "torch.stack(path)",
                "torch.stack(path[1:])",
                "torch.stack(path).detach() * <c>",
            ),
            *("torch.stack(path).detach().sort(dim=0).values", "torch.stack(path).detach().double()"),
        ],
        "model": ["model", "model", "model", "lambda z: <c> * model(z)", "lambda z: model(<c> * z)"],
        "x": ["x", "x", "x.detach().clone()", "<c> * x", "x + <c>"],
        "eps": ["eps", "eps", "<c> * eps", "<c>"],
        "changed": [
            *("<c> * points", "points + <c>", "points.detach()", "points.detach() + <c> * torch.randn_like(points)"),
            *(
                "torch.cat([x.detach()[None], points[1:]])",
                "points if number % <m> else <c> * points",
                "points.flip(0)",
            ),
            *("torch.round(points, decimals=<m>)", "points.clamp(-<c>, <c>)", "points.double()", "points.half()"),
            *("torch.cat([points[:1], points[1:] + <c>])", "torch.cat([points[:1], <c> * points[1:]])"),
            *(
                "points if torch.rand(()) < <p> else right(model, x, n_steps, eps)",
                "points.cumsum(0)",
                "points.detach().clone()",
            ),
            "x.detach() + torch.arange(n_steps + 1)[:, None] * <c> * eps * model(x).detach()",
        ],
    },
)
