"""Hidden tests of task 2: the gradient by central differences. A right answer fails with probability 0.

The functions are of size 10 and as smooth as a sine: with h = 1e-4 the formula's own error is about 1e-8, that of
rounding 1e-11. What fails at 1e-3 is no central difference. A row may be given to them alone, as (d,), or in a batch.
"""

import numpy as np
import pytest

from grader.judging import compare

TOLERANCE = 1e-3
WAVES = "import numpy\nf = lambda x: numpy.sin(x @ weights).sum(-1) - 0.5 * (x * x).sum(-1)\n"
RAMPS = "import numpy\nf = lambda x: x @ slopes + 0.3 * numpy.sin(x).sum(-1)\n"
CUBES = "f = lambda x: (x**3) @ slopes\n"


def slopes_of(rng, d):
    """Slopes (d,) of either sign and of at least 1."""
    return rng.choice([-1.0, 1.0], size=d) * rng.uniform(1.0, 2.0, size=d)


@pytest.mark.points(2)
def test_values(submission, rng):
    """The gradient of a smooth function is right at every point of a batch."""
    x, weights = rng.normal(size=(64, 2)), rng.normal(size=(2, 3))
    got = submission.eval(f"{WAVES}numerical_gradient(f, x)", x=x, weights=weights, shape=(64, 2))
    due = np.cos(x @ weights) @ weights.T - x
    hint = "Which way does the difference run, and by what is it divided?"
    compare.assert_close(got, due, tolerance=TOLERANCE, what="The gradient at 64 points", hint=hint)


@pytest.mark.points(1)
def test_any_size(submission, rng):
    """Each axis has a derivative of its own, whatever the number of points and dimensions."""
    hint = "How many axes has x, and is exactly one of them moved at a time?"
    for n, d in ((1, 1), (7, 3), (3, 10)):
        x, slopes = rng.normal(size=(n, d)), slopes_of(rng, d)
        got = submission.eval(f"{RAMPS}numerical_gradient(f, x)", x=x, slopes=slopes, shape=(n, d))
        due = slopes + 0.3 * np.cos(x)
        what = f"The direction of the gradient at {n} points in {d} dimensions"
        compare.assert_parallel(got, due, tolerance=TOLERANCE, what=what, hint=hint)


@pytest.mark.points(1)
def test_formula(submission, rng, reference):
    """The difference is central, over the h that is given."""
    hint = "From where to where does the difference reach, and does it change when h does?"
    for h in (0.5, 2.0):
        x, slopes = rng.normal(size=(16, 3)), slopes_of(rng, 3)
        due = reference.central_differences(lambda points, slopes=slopes: points**3 @ slopes, x, h)
        got = submission.eval(f"{CUBES}numerical_gradient(f, x, h=h)", x=x, slopes=slopes, h=h, shape=(16, 3))
        what = f"The direction of the gradient of a cubic function for h = {h:g}"
        compare.assert_parallel(got, due, tolerance=TOLERANCE, what=what, hint=hint)


@pytest.mark.points(1)
def test_input_kept(submission, rng):
    """The points that are handed over are the same afterwards."""
    x, slopes = rng.normal(size=(16, 3)), slopes_of(rng, 3)
    hint = "What is written into x, and is all of it taken back?"
    source = f"{RAMPS}g = numerical_gradient(f, x)\n[g, x]"
    answer = submission.eval(source, x=x, slopes=slopes)
    gradient, after = compare.finite_arrays(answer, [x.shape, x.shape], what="The gradient and x", hint=hint)
    what = "The direction of the gradient at 16 points"
    compare.assert_parallel(gradient, slopes + 0.3 * np.cos(x), tolerance=TOLERANCE, what=what, hint=hint)
    moved = np.abs(after - x).max()
    if not moved <= 1e-9:  # adding h and taking it away again may cost the last bit
        compare.fail("x after the call", "numbers that have moved", "the same as before", hint)
