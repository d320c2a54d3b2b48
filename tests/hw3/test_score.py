"""Hidden tests of task 1: the score of the Gaussian. Deterministic: a right answer fails with probability 0.

Float32 answers carry relative errors of about 1e-6; 1e-4 leaves room and still refuses any slip of 0.01 %.
"""

import numpy as np
import pytest

from grader.compare import assert_close, assert_parallel

TOLERANCE = 1e-4
SOURCE = "AntiCorrelatedGaussian().score(x)"


@pytest.mark.points(5)
def test_values(submission, rng, reference):
    """The score is the gradient of log p at every point of a batch."""
    for spread in (1.0, 6.0):
        x = spread * rng.normal(size=(64, 2))
        got = submission.eval(SOURCE, x=x, shape=(64, 2))
        hint = "Is it the gradient of log p or of p, and which way does it point?"
        assert_close(got, reference.score(x), tolerance=TOLERANCE, what="The score at 64 points", hint=hint)


@pytest.mark.points(3)
def test_direction(submission, rng, reference):
    """At every point the score lies along the line of steepest change of p."""
    x = rng.normal(size=(64, 2))
    got = submission.eval(SOURCE, x=x, shape=(64, 2))
    hint = "How does the covariance enter the exponent of the density?"
    assert_parallel(got, reference.score(x), tolerance=TOLERANCE, what="The direction of the score", hint=hint)


@pytest.mark.points(2)
def test_any_batch(submission, rng, reference):
    """Batches of any size work, and each row is treated by itself."""
    hint = "Does a row's score depend on that row only, for one row as for a thousand?"
    for n in (1, 2, 1000):
        x = rng.normal(size=(n, 2))
        got = submission.eval(SOURCE, x=x, shape=(n, 2))
        what = f"The score of a batch of {n}"
        assert_parallel(got, reference.score(x), tolerance=TOLERANCE, what=what, hint=hint)
        first = submission.eval(SOURCE, x=x[:1], shape=(1, 2))
        scale = np.abs(first).max()
        assert_close(got[:1] / scale, first / scale, tolerance=TOLERANCE, what=what, hint=hint)
