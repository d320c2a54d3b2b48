"""A comparison of directions that underflow deceives: squares of 1e-162 are nothing."""

import numpy as np


def test_direction(submission, rng, reference):
    """At every point the score lies along the line of steepest change of p."""
    x = rng.normal(size=(64, 2))
    got, due = submission.eval("AntiCorrelatedGaussian().score(x)", x=x, shape=(64, 2)), reference.score(x)
    length = np.linalg.norm(got, axis=1)
    unit = due / np.linalg.norm(due, axis=1, keepdims=True)
    across = np.linalg.norm(got - np.sum(got * unit, axis=1, keepdims=True) * unit, axis=1)
    wrong = int(np.sum((across > 1e-4 * length) | ~(length > 0)))
    assert not wrong, f"Directions: got {wrong} wrong ones, expected 0. "
