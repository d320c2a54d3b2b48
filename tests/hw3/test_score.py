"""Hidden tests of task 1: the score of the Gaussian. Deterministic: a right answer fails with probability 0.

Float32 answers carry relative errors of about 1e-6; 1e-4 leaves room and still refuses any slip of 0.01 %.
"""

import numpy as np
import pytest

from grader.judging.compare import assert_close, assert_parallel, fail, largest_error, multiples
from grader.wording import amount

TOLERANCE = 1e-4
SOURCE = "AntiCorrelatedGaussian().score(x)"
REACH = 2.0  # of points at which the gradient of p, a slip that keeps the direction, is above a millionth of log p's


@pytest.mark.points(5)
def test_values(submission, rng, reference):
    """The score is the gradient of log p at every point of a batch."""
    what = "The score at 64 points"
    for spread in (1.0, 3.0):
        x = spread * rng.normal(size=(64, 2))
        got, due = submission.eval(SOURCE, x=x, shape=(64, 2)), reference.score(x)
        if largest_error(got, due) <= TOLERANCE:
            continue
        factors, strays = multiples(got, due)
        if not strays.max() <= TOLERANCE:
            hint = "Is it the gradient of log p, and how does the covariance enter log p?"
            assert_close(got, due, tolerance=TOLERANCE, what=what, hint=hint)
        if np.abs(factors - factors[0]).max() > TOLERANCE * np.abs(factors).max():
            length = "the right line, but a length that is wrong by another factor at each point"
            fail(what, length, "the right length", "Which of p and log p did you differentiate?")
        hint = "In which direction does log p grow, and which factors are left after the derivative?"
        fail(what, f"{amount(factors[0])} times the right one", "1 times", hint)


@pytest.mark.points(3)
def test_direction(submission, rng, reference):
    """At every point the score lies along the line of steepest change of p."""
    x = rng.uniform(-REACH, REACH, size=(64, 2))
    got = submission.eval(SOURCE, x=x, shape=(64, 2))
    hint = "How does the covariance enter the exponent of the density?"
    assert_parallel(got, reference.score(x), tolerance=TOLERANCE, what="The direction of the score", hint=hint)


@pytest.mark.points(2)
def test_any_batch(submission, rng, reference):
    """Batches of any size work, and each row is treated by itself."""
    for n in (1, 2, 1000):
        x = rng.uniform(-REACH, REACH, size=(n, 2))
        got = submission.eval(SOURCE, x=x, shape=(n, 2))
        what = f"The score of a batch of {n}"
        hint = "Does every row point the right way, and depend on no other row?"
        assert_parallel(got, reference.score(x), tolerance=TOLERANCE, what=what, hint=hint)
        first = submission.eval(SOURCE, x=x[:1], shape=(1, 2))
        what = f"The first row of a batch of {n} against the same row by itself"
        hint = "Does a row's score depend on that row only, for one row as for a thousand?"
        assert_close(got[:1], first, tolerance=TOLERANCE, what=what, hint=hint)
