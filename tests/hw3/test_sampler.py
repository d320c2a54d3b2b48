"""Hidden tests of task 6: the deterministic sampler. A right answer fails with probability 0.

The network is ours. A step is about 0.05 long and float32 rounds it by 1e-7, 20 steps by 4e-6 at most: about
1e-4 of a step, so a thousandth of a step leaves room and still refuses any slip of 0.1 % in a step.
"""

import numpy as np
import pytest

from grader import compare
from grader.submission import checked

TOLERANCE = 1e-3
STRENGTH = 50.0
LEAVING = 0.01  # of a step; steps of a wrong length are judged elsewhere

RUN = """
import numpy, torch
class Field(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.as_tensor(weight, dtype=torch.float32))
    def forward(self, x):
        return strength * torch.tanh(x @ self.weight.to(x.dtype) + 0.3)
def plain(value):
    value = value.detach().cpu() if torch.is_tensor(value) else value
    try:
        return value if value is None else numpy.array(value, dtype=numpy.float64)
    except (TypeError, ValueError):
        return value
start = torch.as_tensor(x, dtype=torch.float32)
points = sample_simple(Field(), start, **options)
"""
VALUES = "plain(points)"
# After the values are copied, the start is overwritten: points that share its memory would move with it.
ISOLATION = """
before, kept = plain(points), start.clone()
attached = float(getattr(points, "requires_grad", False))
away = float(str(getattr(points, "device", "cpu")) != "cpu")
with torch.no_grad():
    start += 1.0
[attached, away, kept, before, plain(points)]
"""


def problem(rng, far=False):
    """A start (2,), the weight (2, 2) of the network, and the network's function.

    A start that is far is far from points that a student could make up, such as (0, 0) and (1, 1).
    """
    x = -rng.uniform(0.8, 1.6, size=2) if far else rng.normal(size=2)
    angle = rng.uniform(0, 2 * np.pi)
    weight = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    x = x.astype(np.float32).astype(np.float64)
    return x, weight, lambda point: STRENGTH * np.tanh(point @ weight + 0.3)


def points_of(submission, x, weight, rows, options, exact=True):
    """The student's path, (rows, 2); its last rows, where their number is judged elsewhere."""
    inputs = {"x": x, "weight": weight, "strength": STRENGTH, "options": options}
    values = submission.eval(RUN + VALUES, **inputs)
    return checked(values if exact else tail(values, rows), (rows, 2))


def tail(values, rows):
    """The last rows of an answer, whatever it is."""
    return values[-rows:] if isinstance(values, np.ndarray) and values.ndim else values


def near(point, x):
    """Whether a point is nearer to x than a path of a few steps can lead."""
    return np.linalg.norm(point - x) <= np.linalg.norm(x) / 2


def longest(steps):
    """The length of the longest row of (n, 2)."""
    return np.linalg.norm(steps, axis=1).max()


@pytest.mark.points(8)
def test_step(submission, rng):
    """Each point is the one before plus eps times the score there."""
    x, weight, field = problem(rng)
    n_steps, eps = 12, 2e-3
    options = {"n_steps": n_steps, "eps": eps}
    points = points_of(submission, x, weight, n_steps, options, exact=False)
    steps, due = np.diff(points, axis=0), np.array([eps * field(point) for point in points[:-1]])
    hint = "Which point is the score taken at, what is it multiplied by, and is anything random in a step?"
    error = longest(steps - due) / longest(due)
    if not error <= TOLERANCE:
        what = "The difference of two rows against eps times the score there"
        compare.fail(what, f"one that is {error:.2g} steps off", "none", hint)


@pytest.mark.points(5)
def test_rows(submission, rng):
    """There are n_steps + 1 rows, the first is x, and the path then leaves x."""
    hint = "How many points does a path of n steps have, with its start?"
    for n_steps, eps in ((1, 1e-3), (9, 3e-3)):
        x, weight, field = problem(rng, far=True)
        options = {"n_steps": n_steps, "eps": eps}
        points = points_of(submission, x, weight, n_steps + 1, options)
        step = np.linalg.norm(eps * field(x))
        if not np.linalg.norm(points[0] - x) <= TOLERANCE * step:
            compare.fail("The first row", "another point than x", "x", hint)
        if not np.linalg.norm(points[1] - x) >= LEAVING * step:
            compare.fail("The second row", "a point that has not left x", "one step from x", hint)
        if not near(points[1], x):
            compare.fail("The second row", "a point far away from x", "one step from x", "Where does a step begin?")


@pytest.mark.points(4)
def test_path(submission, rng, reference):
    """The whole path is right, with the default settings and with others."""
    hint = "What are n_steps and eps by default, and are they used when given?"
    for n_steps, eps, options in (
        (20, 1e-3, {}),
        (1, 1e-2, {"n_steps": 1, "eps": 1e-2}),
        (35, 1e-3, {"n_steps": 35}),
    ):
        x, weight, field = problem(rng)
        points = points_of(submission, x, weight, n_steps + 1, options)
        due = reference.path(field, x, n_steps, eps)
        error = longest(points - due) / longest(np.diff(due, axis=0))
        if not error <= TOLERANCE:
            compare.fail(f"A path of {n_steps} steps", f"a point {error:.2g} steps away", "none", hint)


@pytest.mark.points(3)
def test_isolation(submission, rng):
    """The path is detached and on the CPU, and neither it nor x changes with the other."""
    x, weight, field = problem(rng, far=True)
    n_steps, eps = 4, 1e-3
    inputs = {"x": x, "weight": weight, "strength": STRENGTH, "options": {"n_steps": n_steps, "eps": eps}}
    answer = submission.eval(RUN + ISOLATION, **inputs)
    if not isinstance(answer, list) or len(answer) != 5:
        compare.fail("The path", "something else than points", "a tensor", "What does the function return?")
    attached, away, kept = (checked(value, shape) for value, shape in zip(answer[:3], ((), (), (2,)), strict=True))
    before, after = (checked(tail(values, n_steps), (n_steps, 2)) for values in answer[3:])
    if attached or away:
        kind = "one that is " + ("still part of a gradient graph" if attached else "on another device")
        compare.fail("The path", kind, "a detached tensor on the CPU", "Where are .detach() and .cpu() called?")
    if np.abs(kept - x).max() > 0 or np.abs(after - before).max() > 0:
        hint = "Does anything write into x, or share its memory?"
        compare.fail("The start x and the path", "one that changes with the other", "two tensors of their own", hint)
    moved = np.linalg.norm(before[-1] - x) > LEAVING * np.linalg.norm(eps * field(x))
    if not (moved and near(before[-1], x)):
        where = "a point far away from x" if moved else "a point that has not left x"
        compare.fail("The last row", where, "the end of a path of a few short steps", "What is a step?")
