"""Hidden tests of task 1: the log-density of a Gaussian. Deterministic: a right answer fails with probability 0.

All covariances have condition numbers of at most 16. Single precision then errs by about 1e-6; 1e-4 leaves room and
still refuses any slip of 0.01 %.
"""

import numpy as np
import pytest

from grader.judging import compare
from grader.wording import amount

TOLERANCE = 1e-4
LARGEST = 1e18  # of any log p; the farthest point here has -1e11
FACTOR = 1e3  # by which log p may be off where its form alone is judged
SOURCE = "log_density(x, mean, covariance)"


def ask(submission, reference, x, mean, axes, variances):
    """The student's log-density at the rows of x, (n,)."""
    covariance = reference.covariance(axes, variances)
    found = submission.eval(SOURCE, x=x, mean=mean, covariance=covariance, shape=(len(x),))
    compare.assert_bounded(found, LARGEST, what="log p", hint="Of what is the logarithm taken?")
    return found


@pytest.mark.points(2)
def test_differences(submission, rng, reference):
    """From point to point the log-density changes as it should."""
    hint = "How does the covariance enter the exponent, and with which factor and sign?"
    for n, d in ((64, 2), (7, 5)):
        gaussian = reference.gaussian(rng, d)
        x = gaussian[0] + 2 * rng.normal(size=(n, d))
        got = ask(submission, reference, x, *gaussian)
        due = reference.log_density(x, *gaussian)
        what = f"The differences of log p between {n} points in {d} dimensions"
        compare.assert_close(got - got[0], due - due[0], tolerance=TOLERANCE, what=what, hint=hint)


@pytest.mark.points(1)
def test_constant(submission, rng, reference):
    """The log-density of one point has the right value at the mean, in any number of dimensions."""
    hint = "Which terms are left at the mean, and how does each depend on d?"
    for d in (1, 2, 6):
        gaussian = reference.gaussian(rng, d)
        x = gaussian[0][None]
        error = abs(ask(submission, reference, x, *gaussian) - reference.log_density(x, *gaussian)).item()
        if not error <= TOLERANCE:
            compare.fail(f"log p at the mean in d = {d}", f"one that is off by {amount(error)}", "none", hint)


@pytest.mark.points(1)
def test_far_away(submission, rng, reference):
    """The log-density stays finite and keeps its form far from the mean."""
    # Three calls: what an answer does in one call of two passes with probability 1/8.
    for _ in range(3):
        gaussian = reference.gaussian(rng, 2)
        directions = rng.normal(size=(12, 2))
        directions /= np.linalg.norm(directions, axis=1, keepdims=True)
        x = gaussian[0] + np.logspace(3, 5, 12)[:, None] * directions
        # Out here the exponent is below -1e5, next to which the constant terms are nothing.
        ratios = ask(submission, reference, x, *gaussian) / reference.log_density(x, *gaussian)
        hint = "What becomes of p out there, and does log p need it?"
        sizes = np.abs(ratios)
        if not (sizes.min() >= 1 / FACTOR and sizes.max() <= FACTOR):
            compare.fail("log p far from the mean", "values out of all proportion", "ever lower ones", hint)
        if not np.abs(ratios - ratios[0]).max() <= 10 * TOLERANCE * sizes.max():
            compare.fail("log p over the right one", "ratios that differ from point to point", "one constant", hint)


@pytest.mark.points(1)
def test_determinant(submission, rng, reference):
    """The determinant enters rightly, even where it is too small or too large for the computer."""
    at_mean = []
    for scale in (1e-3, 1e3):
        gaussian = reference.gaussian(rng, 200, scale)
        x = gaussian[0][None]
        at_mean.append((ask(submission, reference, x, *gaussian), reference.log_density(x, *gaussian)))
    (got_small, due_small), (got_large, due_large) = at_mean
    hint = "What does det return in 200 dimensions, and how else is its logarithm found?"
    what = "log p at the mean of a narrow Gaussian less that of a wide one, in 200 dimensions"
    compare.assert_close(got_small - got_large, due_small - due_large, tolerance=TOLERANCE, what=what, hint=hint)
