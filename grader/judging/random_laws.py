"""Comparers for random numbers in hidden tests: each accepts what follows a law, for every number of values.

`alpha` bounds the probability that values which do follow the law are refused, however few or many they are.
docs/statistics.md derives the bounds and gives their references. Values are finite, of any size and shape.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from grader.judging.compare import STRONGEST, WEAKEST, fail, scaled
from grader.wording import amount

FEWEST = 300  # independent values from which a scale can be told
UNEVEN = 3.0  # what one run, sample, axis or step may have more or less than its share of the mean square
ALIKE = 1e-4  # of the scale: numbers that are nearer to each other are the same, but for float32
UNLIKE = 0.2  # how far the law of shared numbers may be from the normal one: two values only are 0.25 away or more
_GRID = np.linspace(-5.0, 5.0, 1001)
_GRID_CDF = np.array([NormalDist().cdf(point) for point in _GRID])
_STEEPEST = math.exp(-0.5) / math.sqrt(2 * math.pi)  # the largest |u| times the normal density at u


def scale_bounds(count: int, alpha: float) -> tuple[float, float]:
    """Return what the mean of `count` squared standard normals stays within: both positive, the first below 1.

    Laurent and Massart 2000, lemma 1; where few values make their lower bound negative, Chernoff's.
    """
    x = math.log(2 / alpha)
    low = max(1 - 2 * math.sqrt(x / count), math.exp(-1 - 2 * x / count))
    return low, 1 + 2 * math.sqrt(x / count) + 2 * x / count


def distribution_bound(count: int, alpha: float) -> float:
    """How far an empirical distribution function of `count` values strays (Massart 1990)."""
    return math.sqrt(math.log(2 / alpha) / (2 * count))


def correlation_bound(count: int, alpha: float) -> float:
    """Return what the cosine of `count` iid normals with any independent vector stays below; 1 for a single one."""
    return math.sqrt(-math.expm1(2 * math.log(alpha) / (count - 1))) if count > 1 else 1.0


def distribution_distance(values: np.ndarray) -> float:
    """Return the largest distance of the values' distribution function from the standard normal one, on a fine grid."""
    ranks = np.searchsorted(np.sort(values, axis=None), _GRID, side="right")
    return float(np.abs(ranks / np.size(values) - _GRID_CDF).max())


@np.errstate(over="ignore")
def mean_square(values: np.ndarray, axis: int | tuple[int, ...] | None = None) -> np.ndarray:
    """Return the mean of the squares along some axes, infinite where float64 cannot hold it."""
    return np.asarray(np.mean(np.square(values), axis=axis))


def assert_standard_normal(values: np.ndarray, *, alpha: float, what: str, hint: str) -> None:
    """Require values that are iid N(0, 1).

    Accepts exactly one finite value or more whose mean square lies within `scale_bounds`, whose mean times the root of
    their number is within the normal quantile, and whose distribution function within `distribution_bound`; a third of
    `alpha` goes to each.
    """
    count, share = np.size(values), alpha / 3
    if not (count and np.isfinite(values).all()):
        fail(what, "no numbers, NaN or infinite values", "finite values", hint)
    square = float(mean_square(values))
    low, high = scale_bounds(count, share)
    if not low <= square <= high:
        fail(what, f"a scale of {amount(math.sqrt(square))}", "1 (after dividing by the right scale)", hint)
    mean = float(np.mean(values))
    if not abs(mean) * math.sqrt(count) <= -NormalDist().inv_cdf(share / 2):
        fail(what, f"a mean of {amount(mean)} (in units of the right scale)", "0", hint)
    distance = distribution_distance(values)
    if not distance <= distribution_bound(count, share):
        fail(what, f"a distribution {amount(distance)} away from the right one", "a normal distribution", hint)


def assert_normal_shape(columns: np.ndarray, *, alpha: float, what: str, hint: str) -> None:
    """Require columns of (n, m) that are iid normal with mean 0, each of a scale of its own.

    Accepts exactly finite columns with root mean squares from 1e-6 to 1e6 whose distribution function, each column over
    its own root mean square, is within `distribution_bound` and a slack of the standard normal one. Dividing by an
    estimated scale moves it by at most |log ratio| times 0.242; half of `alpha` goes to the scales, half to the rest.
    """
    if not (np.size(columns) and np.isfinite(columns).all()):
        fail(what, "no numbers, NaN or infinite values", "finite values", hint)
    scales = np.sqrt(mean_square(columns, axis=0))
    if not (scales.min() >= WEAKEST and scales.max() <= STRONGEST):
        fail(what, "next to no noise, or noise out of all proportion", "a normal distribution", hint)
    low, _ = scale_bounds(columns.shape[0], alpha / 2 / columns.shape[1])
    slack = _STEEPEST * -math.log(low) / 2
    distance = distribution_distance(columns / scales)
    if not distance <= distribution_bound(columns.size, alpha / 2) + slack:
        fail(what, f"a distribution {amount(distance)} away from a normal one", "a normal distribution", hint)


def independent(values: np.ndarray) -> np.ndarray:
    """Return what is left of an array when one slice is kept of every axis along which all are alike."""
    near = ALIKE * float(np.sqrt(mean_square(values)))
    for axis in range(values.ndim):
        first = values.take([0], axis=axis)
        with np.errstate(over="ignore"):  # further apart than any number is: not alike
            alike = np.abs(values - first).max() <= near
        values = first if alike else values
    return values


def assert_unit_scale(values: np.ndarray, *, alpha: float, what: str, hint: str) -> None:
    """Require values (runs, samples, axes, steps, say) of variance 1, with no slice along an axis that stands out.

    Values that are shared along whole axes count once: see `independent`. Accepts exactly finite values of which 300 or
    more are left then, with their mean square within `scale_bounds`, and with the mean square of every slice along an
    axis between 1/3 and 3 or, where a slice is small, within `scale_bounds`. What few numbers may be off by is derived
    for normal ones: values that are shared must also be within 0.2 of the normal law or, where they are few, within
    `distribution_bound`. A third of `alpha` each goes to the scale, the slices and the law.
    """
    if not (np.size(values) and np.isfinite(values).all() and mean_square(values) > 0):
        fail(what, "no noise, NaN or infinite values", "1", hint)
    count, share = np.size(values), alpha / 3
    values = independent(values)
    if values.size < FEWEST:
        fail(what, f"no more than {amount(values.size)} numbers that differ", "many, drawn independently", hint)
    square = float(mean_square(values))
    low, high = scale_bounds(values.size, share)
    if not low <= square <= high:
        fail(what, square, "1", hint)
    if values.size < count and not distribution_distance(values) <= max(UNLIKE, distribution_bound(values.size, share)):
        fail(what, "few values, again and again", "chance values of any size", hint)
    slices = [mean_square(np.moveaxis(values, axis, 0).reshape(size, -1), 1) for axis, size in enumerate(values.shape)]
    for means in slices:
        low, high = scale_bounds(values.size // means.size, share / sum(values.shape))
        if not (means.min() >= min(low, 1 / UNEVEN) and means.max() <= max(high, UNEVEN)):
            fail(what, "a scale that differs from call to call, sample to sample or step to step", "the same", hint)


@np.errstate(under="ignore")
def cosines(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the cosines between the finite columns of (n, p) and those of (n, q): (p, q); 1 where a column is zero."""
    (left, _), (right, _) = scaled(left.T), scaled(right.T)
    lengths = np.linalg.norm(left, axis=1)[:, None] * np.linalg.norm(right, axis=1)
    found: np.ndarray = np.divide(left @ right.T, lengths, out=np.ones_like(lengths), where=lengths > 0)
    return found


def assert_uncorrelated(pairs: Sequence[np.ndarray], count: int, *, alpha: float, what: str, hint: str) -> None:
    """Require cosines in `pairs`, each from `count` numbers, as small as independence makes them.

    Accepts exactly one cosine or more, none NaN, all within `correlation_bound`, which shares `alpha` among them.
    """
    values = np.concatenate([np.zeros(0), *(np.ravel(pair) for pair in pairs)])
    largest = float(np.abs(values).max(initial=0.0))
    if not (values.size and largest <= correlation_bound(count, alpha / values.size)):
        fail(what, f"a correlation of {amount(largest)}", "about 0", hint)


def assert_fresh_columns(columns: np.ndarray, *, alpha: float, what: str, hint: str) -> None:
    """Require columns of iid normals (n, m) that share nothing with one another, nor one value for all rows.

    Accepts exactly finite columns of whose cosines with one another and with a constant column `assert_uncorrelated`
    accepts all; a column of zeros is refused.
    """
    if not (np.size(columns) and np.isfinite(columns).all()):
        fail(what, "no numbers, NaN or infinite values", "finite values", hint)
    between = cosines(columns, columns)[np.triu_indices(columns.shape[1], k=1)]
    common = cosines(columns, np.ones((columns.shape[0], 1)))
    assert_uncorrelated([between, common], columns.shape[0], alpha=alpha, what=what, hint=hint)


def assert_standard_score(value: float, *, alpha: float, what: str, hint: str) -> None:
    """Accept exactly a number up to the two-sided normal quantile of `alpha` in size, as N(0, 1) for right answers."""
    if not abs(value) <= -NormalDist().inv_cdf(alpha / 2):
        fail(what, f"{amount(value)} standard deviations off", "a few at most", hint)
