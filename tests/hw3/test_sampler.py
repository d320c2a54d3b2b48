"""Hidden tests of task 6: the deterministic sampler. A right answer fails with probability 0.

The network is ours. A step is about 0.05 long and float32 rounds it by 1e-7, 20 steps by 4e-6 at most: about
1e-4 of a step, so a thousandth of a step leaves room and still refuses any slip of 0.1 % in a step.
"""

import numpy as np
import pytest

from grader.judging import compare
from grader.judging.plain_values import PLAIN
from grader.kernel.submission import checked
from grader.wording import amount

TOLERANCE = 1e-3
STRENGTH = 50.0
LEAST = 0.3  # of the strength along each axis, at the start
# Coordinates of starts far from points that a student could make up, such as (0, 0) and (1, 1), on either side of them.
FAR, BEYOND = (-1.6, -0.8), (2.4, 3.2)
LEAVING = 0.01  # of a step; steps of a wrong length are judged elsewhere
FARTHEST = 1e9  # of any point; the worst slip of the bank leads to 1e3

FIELD = """
class Field(torch.nn.Module):
    def __init__(self, strength):
        super().__init__()
        self.strength = strength
        self.weight = torch.nn.Parameter(torch.as_tensor(weight, dtype=torch.get_default_dtype()))
    def forward(self, x):
        return self.strength * torch.tanh(x @ self.weight.to(x.dtype) + side * 0.3)
def walk(strength):
    start = torch.tensor(x, dtype=torch.get_default_dtype())  # as the networks of the student's notebook
    torch.default_generator.manual_seed(seed)
    numpy.random.seed(seed)
    return start, sample_simple(Field(strength), start, **options)
"""
ONE = PLAIN + FIELD + "plain(walk(strength)[1], 'float64')"
# The same start under a field, the opposite one, and the first again: what does the path depend on?
SEVERAL = PLAIN + FIELD + "[plain(walk(sign * strength)[1], 'float64') for sign in (1, -1, 1)]"
# After the values are copied, the start is overwritten: points that share its memory would move with it.
ISOLATION = (
    PLAIN
    + FIELD
    + """
start, points = walk(strength)
before, kept = plain(points, "float64"), plain(start).copy()
attached = away = 0.0
if is_tensor(points):
    attached, away = float(property_of("requires_grad", points)), float(property_of("device", points).type != "cpu")
with torch.no_grad(), torch._C.DisableTorchFunctionSubclass():
    torch.Tensor.add_(start, 1.0)
[attached, away, kept, before, plain(points, "float64")]
"""
)


def problem(rng, starts=(-1.0, 1.0), side=1):
    """A start (2,), the weight (2, 2) of the network, and the network's function.

    Both coordinates of the start are between two numbers; at no start a component of the score is near zero. With side
    -1 the function is mirrored at zero, where its components have the sign of side.
    """
    angle = rng.uniform(0, 2 * np.pi)
    weight = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    def field(point):
        return STRENGTH * np.tanh(point @ weight + side * 0.3)

    x = np.linalg.solve(weight.T, [-0.3 * side, -0.3 * side])  # where the score is zero
    while not np.abs(field(x)).min() >= LEAST * STRENGTH:
        x = rng.uniform(*starts, size=2).astype(np.float32).astype(np.float64)
    return x, weight, field


def ask(submission, rng, source, x, weight, options, side=1):
    """What a question comes to."""
    seed = int(rng.integers(2**31))
    return submission.eval(source, x=x, weight=weight, side=side, strength=STRENGTH, seed=seed, options=options)


def points_of(values, rows, exact=True):
    """A path (rows, 2) from an answer; its last rows, where their number is judged elsewhere."""
    if not exact and isinstance(values, np.ndarray) and values.ndim:
        values = values[-rows:]
    points = checked(values, (rows, 2))
    compare.assert_bounded(points, FARTHEST, what="The path", hint="Where does it run away to?")
    return points


def near(point, x):
    """Whether a point is nearer to x than a path of a few steps can lead."""
    return np.linalg.norm(point - x) <= np.linalg.norm(x) / 2


def longest(steps):
    """The length of the longest row of (n, 2)."""
    return np.linalg.norm(steps, axis=1).max()


@pytest.mark.points(8)
def test_step(submission, rng):
    """Each point is the one before plus eps times the score there."""
    # Both from the positive quadrant and from the negative one: a path that is clamped to either is seen.
    for side in (1, -1):
        assert_steps(submission, rng, side)


def assert_steps(submission, rng, side):
    """The steps of a path from the positive quadrant, or with side -1 from the negative one, follow the score."""
    x, weight, field = problem(rng, sorted((0.0, side)), side)
    n_steps, eps = 12, 2e-3
    options = {"n_steps": n_steps, "eps": eps}
    points = points_of(ask(submission, rng, ONE, x, weight, options, side), n_steps, exact=False)
    hint = "Which point is the score taken at, what is it multiplied by, and is anything random in a step?"
    # So near to x the score differs from point to point; the first row may be any of a path that is too long.
    if not np.linalg.norm(points[0] - x) <= n_steps * eps * STRENGTH * np.sqrt(2):
        compare.fail(
            "The path", "points far away from x", "a few short steps from x", "Where does the first one begin?"
        )
    steps, due = np.diff(points, axis=0), np.array([eps * field(point) for point in points[:-1]])
    size = max(longest(due), LEAVING * eps * STRENGTH)
    error = longest(steps - due) / size
    if not error <= TOLERANCE:
        what = "The difference of two rows against eps times the score there"
        compare.fail(what, f"one that is {amount(error)} steps off", "none", hint)
    if not longest(due) >= LEAVING * eps * STRENGTH:
        compare.fail("The path", "points where the score is close to zero", "a path from x", hint)


@pytest.mark.points(5)
def test_rows(submission, rng):
    """There are n_steps + 1 rows, the first is x, and the path then leaves x as the score says."""
    hint = "How many points does a path of n steps have, with its start?"
    # Four times: what an answer does in one call of two passes with probability 1/16.
    for n_steps, eps, starts in ((1, 1e-3, FAR), (9, 3e-3, BEYOND), (3, 2e-3, FAR), (2, 1e-3, BEYOND)):
        x, weight, field = problem(rng, starts)
        answer = ask(submission, rng, SEVERAL, x, weight, {"n_steps": n_steps, "eps": eps})
        if not isinstance(answer, list) or len(answer) != 3:
            compare.fail("The path", "something else than points", "a tensor", "What does the function return?")
        points, opposite, again = (points_of(values, n_steps + 1) for values in answer)
        step = np.linalg.norm(eps * field(x))
        if not np.linalg.norm(points[0] - x) <= TOLERANCE * step:
            compare.fail("The first row", "another point than x", "x", hint)
        if not np.linalg.norm(points[1] - x) >= LEAVING * step:
            compare.fail("The second row", "a point that has not left x", "one step from x", hint)
        if not near(points[1], x):
            compare.fail("The second row", "a point far away from x", "one step from x", "Where does a step begin?")
        assert_led(points[1], opposite[1], again[1], step, "The second row")


def assert_led(point, opposite, again, step, what):
    """A point of a path depends on the score: it is another under the opposite score, and the same under the same."""
    apart = np.linalg.norm(point - opposite)
    if not apart >= LEAVING * step or not np.linalg.norm(point - again) <= apart / 2:
        compare.fail(
            what, "a point that does not depend on the score", "one that does", "Which way do the arrows lead?"
        )


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
        points = points_of(ask(submission, rng, ONE, x, weight, options), n_steps + 1)
        due = reference.path(field, x, n_steps, eps)
        error = longest(points - due) / longest(np.diff(due, axis=0))
        if not error <= TOLERANCE:
            compare.fail(f"A path of {n_steps} steps", f"a point {amount(error)} steps away", "none", hint)


@pytest.mark.points(3)
def test_isolation(submission, rng):
    """The path is detached and on the CPU, and neither it nor x changes with the other."""
    x, weight, field = problem(rng, FAR)
    n_steps, options = 4, {"n_steps": 4, "eps": 1e-3}
    answer = ask(submission, rng, ISOLATION, x, weight, options)
    others = ask(submission, rng, SEVERAL, x, weight, options)
    if not (isinstance(answer, list) and len(answer) == 5 and isinstance(others, list) and len(others) == 3):
        compare.fail("The path", "something else than points", "a tensor", "What does the function return?")
    attached, away, kept = (checked(value, shape) for value, shape in zip(answer[:3], ((), (), (2,)), strict=True))
    before, after = (points_of(values, n_steps, exact=False) for values in answer[3:])
    if attached or away:
        kind = "one that is " + ("still part of a gradient graph" if attached else "on another device")
        compare.fail("The path", kind, "a detached tensor on the CPU", "Where are .detach() and .cpu() called?")
    if not (np.array_equal(kept, x) and np.array_equal(after, before)):
        hint = "Does anything write into x, or share its memory?"
        compare.fail("The start x and the path", "one that changes with the other", "two tensors of their own", hint)
    step = np.linalg.norm(options["eps"] * field(x))
    moved = np.linalg.norm(before[-1] - x) > LEAVING * step
    if not (moved and near(before[-1], x)):
        where = "a point far away from x" if moved else "a point that has not left x"
        compare.fail("The last row", where, "the end of a path of a few short steps", "What is a step?")
    assert_led(*(points_of(values, n_steps, exact=False)[-1] for values in others), step, "The last row")
