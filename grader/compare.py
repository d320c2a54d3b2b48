"""Comparers for hidden tests: each raises AssertionError with the property, what came against what is due, a hint.

The random ones hold for every sample size, not only for large ones: `alpha` bounds the probability that values which
do follow the law are refused. docs/statistics.md derives the four bounds and gives their references.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import NoReturn

import numpy as np

MESSAGE_LIMIT = 500
_GRID = np.linspace(-5.0, 5.0, 1001)
_GRID_CDF = np.array([NormalDist().cdf(point) for point in _GRID])
_STEEPEST = math.exp(-0.5) / math.sqrt(2 * math.pi)  # the largest |u| times the normal density at u


def fail(what: str, got: object, expected: object, hint: str) -> NoReturn:
    """End a test with one message of at most 500 characters."""
    raise AssertionError(f"{what}: got {got}, expected {expected}. {hint}"[:MESSAGE_LIMIT])


def finite_arrays(values: object, *, what: str, hint: str) -> list[np.ndarray]:
    """The list's members as finite float64 arrays; whatever else came back fails the test, it never breaks it."""
    if not isinstance(values, (list, tuple)):
        fail(what, type(values).__name__, "a list of arrays", hint)
    arrays = [np.asarray(value) if isinstance(value, (np.ndarray, float, int)) else None for value in values]
    for value, array in zip(values, arrays, strict=True):
        if array is None or array.dtype.kind not in "fiu":
            fail(what, "None" if value is None else "something that is no real array", "real arrays", hint)
        if not np.isfinite(array).all():
            fail(what, "NaN or infinite values", "finite values", hint)
    return [array.astype(np.float64) for array in arrays if array is not None]


def largest_error(got: np.ndarray, expected: np.ndarray) -> float:
    """The largest difference in units of the largest expected value; infinite for another shape or for NaN."""
    got, expected = np.asarray(got, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    if got.shape != expected.shape or got.size == 0 or not np.isfinite(got).all():
        return math.inf
    return float(np.abs(got - expected).max() / max(np.abs(expected).max(), np.finfo(np.float64).tiny))


def assert_close(got: np.ndarray, expected: np.ndarray, *, tolerance: float, what: str, hint: str) -> None:
    """Every number of `got` lies within `tolerance` times the largest number of `expected`."""
    if np.shape(got) != np.shape(expected):
        fail(what, f"shape {np.shape(got)}", f"shape {np.shape(expected)}", hint)
    error = largest_error(got, expected)
    if not error <= tolerance:
        fail(what, f"a largest error of {error:.2g} of the largest value", f"at most {tolerance:.0e}", hint)


def assert_parallel(got: np.ndarray, expected: np.ndarray, *, tolerance: float, what: str, hint: str) -> None:
    """Every row of `got` (n, d) lies along the row of `expected`, of either sign and of any length but zero."""
    if np.shape(got) != np.shape(expected):
        fail(what, f"shape {np.shape(got)}", f"shape {np.shape(expected)}", hint)
    length = np.linalg.norm(got, axis=-1)
    if not (np.isfinite(length).all() and (length > 0).all()):
        fail(what, f"{np.sum(~(length > 0))} rows without a direction", "none", hint)
    unit = expected / np.linalg.norm(expected, axis=-1, keepdims=True)
    across = got - np.sum(got * unit, axis=-1, keepdims=True) * unit
    wrong = np.linalg.norm(across, axis=-1) > tolerance * length
    if wrong.any():
        fail(what, f"{wrong.sum()} of {wrong.size} rows in another direction", "none", hint)


def scale_bounds(count: int, alpha: float) -> tuple[float, float]:
    """What the mean of `count` squared standard normals stays within (Laurent and Massart 2000, lemma 1)."""
    x = math.log(2 / alpha)
    return 1 - 2 * math.sqrt(x / count), 1 + 2 * math.sqrt(x / count) + 2 * x / count


def distribution_bound(count: int, alpha: float) -> float:
    """How far an empirical distribution function of `count` values strays (Massart 1990)."""
    return math.sqrt(math.log(2 / alpha) / (2 * count))


def correlation_bound(count: int, alpha: float) -> float:
    """What the cosine of `count` iid normals with any independent vector stays below (docs/statistics.md)."""
    return math.sqrt(-math.expm1(2 * math.log(alpha) / (count - 1)))


def distribution_distance(values: np.ndarray) -> float:
    """The largest distance of the values' distribution function from the standard normal one, on a fine grid."""
    ranks = np.searchsorted(np.sort(values, axis=None), _GRID, side="right")
    return float(np.abs(ranks / np.size(values) - _GRID_CDF).max())


def assert_standard_normal(values: np.ndarray, *, alpha: float, what: str, hint: str) -> None:
    """The values are iid N(0, 1): mean, mean square and distribution function; any shape.

    A third of `alpha` goes to each. The mean is exactly normal.
    """
    count, share = np.size(values), alpha / 3
    if not np.isfinite(values).all():
        fail(what, "NaN or infinite values", "finite values", hint)
    scale = math.sqrt(np.mean(np.square(values)))
    low, high = scale_bounds(count, share)
    if not low <= scale**2 <= high:
        fail(what, f"a scale of {scale:.3g}", "1 (after dividing by the right scale)", hint)
    mean = float(np.mean(values))
    if not abs(mean) * math.sqrt(count) <= -NormalDist().inv_cdf(share / 2):
        fail(what, f"a mean of {mean:.3g} (in units of the right scale)", "0", hint)
    distance = distribution_distance(values)
    if not distance <= distribution_bound(count, share):
        fail(what, f"a distribution {distance:.3g} away from the right one", "a normal distribution", hint)


def assert_normal_shape(columns: np.ndarray, *, alpha: float, what: str, hint: str) -> None:
    """The columns of (n, m) are normal with mean 0, each of any scale but zero.

    Dividing by an estimated scale moves the distribution function by at most |log ratio| times 0.242; half of
    `alpha` goes to the scales, half to the distribution function.
    """
    scales = np.sqrt(np.mean(np.square(columns), axis=0))
    if not (np.isfinite(scales).all() and (scales > 0).all()):
        fail(what, "no noise", "a normal distribution", hint)
    low, _ = scale_bounds(columns.shape[0], alpha / 2 / columns.shape[1])
    slack = _STEEPEST * -math.log(low) / 2 if low > 0 else math.inf
    distance = distribution_distance(columns / scales)
    if not distance <= distribution_bound(columns.size, alpha / 2) + slack:
        fail(what, f"a distribution {distance:.3g} away from a normal one", "a normal distribution", hint)


def cosines(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The cosines between the columns of (n, p) and those of (n, q): (p, q); 1 where a column is zero."""
    lengths = np.linalg.norm(left, axis=0)[:, None] * np.linalg.norm(right, axis=0)
    return np.divide(left.T @ right, lengths, out=np.ones_like(lengths), where=lengths > 0)


def assert_uncorrelated(pairs: Sequence[np.ndarray], count: int, *, alpha: float, what: str, hint: str) -> None:
    """All cosines of the arrays `pairs`, each from `count` numbers, are as small as independence makes them."""
    values = np.concatenate([np.ravel(pair) for pair in pairs])
    largest = float(np.abs(values).max())
    if not largest <= correlation_bound(count, alpha / values.size):
        fail(what, f"a correlation of {largest:.3g}", "about 0", hint)


def assert_fresh_columns(columns: np.ndarray, *, alpha: float, what: str, hint: str) -> None:
    """The columns of iid normals (n, m) share nothing with one another, nor one value for all rows."""
    between = cosines(columns, columns)[np.triu_indices(columns.shape[1], k=1)]
    common = cosines(columns, np.ones((columns.shape[0], 1)))
    assert_uncorrelated([between, common], columns.shape[0], alpha=alpha, what=what, hint=hint)


def assert_mean(values: np.ndarray, expected: float, *, alpha: float, what: str, hint: str) -> None:
    """The mean of near-normal values (n,) of unknown spread is `expected`: Student's test, as a cosine."""
    deviations = np.reshape(values, (-1, 1)) - expected
    cosine = cosines(deviations, np.ones_like(deviations)).item()
    if not abs(cosine) <= correlation_bound(deviations.size, alpha):
        fail(what, f"a mean of {np.mean(values):.3g}", f"{expected:g}", hint)


def assert_standard_score(value: float, *, alpha: float, what: str, hint: str) -> None:
    """One number that is exactly N(0, 1) for right answers is no larger than chance makes it."""
    if not abs(value) <= -NormalDist().inv_cdf(alpha / 2):
        fail(what, f"{value:+.3g} standard deviations off", "a few at most", hint)
