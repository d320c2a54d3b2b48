"""Statistical tests for hidden tests: each accepts values that follow a distribution, for every sample size.

`alpha` bounds the probability of a false rejection, for every sample size.
docs/statistics.md derives the bounds and gives references. Values are finite, of any size and shape.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from grader.judging.compare import STRONGEST, WEAKEST, fail, scaled
from grader.wording import amount

FEWEST = 300  # independent values needed to estimate a scale
UNEVEN = 3.0  # bound on the ratio of the mean square of a run, sample, axis or step to 1
ALIKE = 1e-4  # of the scale: numbers closer than this are equal up to float32 rounding
UNLIKE = 0.2  # largest distance of repeated values from the normal distribution: two values have 0.25 or more
_GRID = np.linspace(-5.0, 5.0, 1001)
_GRID_CDF = np.array([NormalDist().cdf(point) for point in _GRID])
_STEEPEST = math.exp(-0.5) / math.sqrt(2 * math.pi)  # the largest |u| times the normal density at u


def scale_bounds(count: int, alpha: float) -> tuple[float, float]:
    """Return bounds on the mean of `count` squared standard normals: both positive, the first below 1.

    Laurent and Massart 2000, lemma 1; where few values make their lower bound negative, Chernoff's bound.
    """
    x = math.log(2 / alpha)
    low = max(1 - 2 * math.sqrt(x / count), math.exp(-1 - 2 * x / count))
    return low, 1 + 2 * math.sqrt(x / count) + 2 * x / count


def distribution_bound(count: int, alpha: float) -> float:
    """Bound the distance of an empirical distribution function of `count` values from the true one (Massart 1990)."""
    return math.sqrt(math.log(2 / alpha) / (2 * count))


def correlation_bound(count: int, alpha: float) -> float:
    """Bound the cosine of `count` iid normals with any independent vector; 1 for a single one."""
    return math.sqrt(-math.expm1(2 * math.log(alpha) / (count - 1))) if count > 1 else 1.0


def distribution_distance(values: np.ndarray) -> float:
    """Return the largest distance of the empirical distribution function from the standard normal one, on a grid."""
    ranks = np.searchsorted(np.sort(values, axis=None), _GRID, side="right")
    return float(np.abs(ranks / np.size(values) - _GRID_CDF).max())


@np.errstate(over="ignore")
def mean_square(values: np.ndarray, axis: int | tuple[int, ...] | None = None) -> np.ndarray:
    """Return the mean of the squares along some axes, infinite on overflow."""
    return np.asarray(np.mean(np.square(values), axis=axis))


def assert_standard_normal(values: np.ndarray, *, alpha: float, what: str, hint: str) -> None:
    """Test that the values are iid N(0, 1).

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
    """Test that the columns of (n, m) are iid normal with mean 0, each with its own scale.

    Accepts exactly finite columns with root mean squares from 1e-6 to 1e6 whose distribution function, each column over
    its own root mean square, is within `distribution_bound` and a slack of the standard normal one. Dividing by an
    estimated scale moves it by at most |log ratio| times 0.242; half of `alpha` goes to the scales, half to the rest.
    """
    if not (np.size(columns) and np.isfinite(columns).all()):
        fail(what, "no numbers, NaN or infinite values", "finite values", hint)
    scales = np.sqrt(mean_square(columns, axis=0))
    if not (scales.min() >= WEAKEST and scales.max() <= STRONGEST):
        fail(what, "almost no noise, or extremely large noise", "a normal distribution", hint)
    low, _ = scale_bounds(columns.shape[0], alpha / 2 / columns.shape[1])
    slack = _STEEPEST * -math.log(low) / 2
    distance = distribution_distance(columns / scales)
    if not distance <= distribution_bound(columns.size, alpha / 2) + slack:
        fail(what, f"a distribution {amount(distance)} away from a normal one", "a normal distribution", hint)


def independent(values: np.ndarray) -> np.ndarray:
    """Reduce every axis along which all slices are equal to a single slice."""
    near = ALIKE * float(np.sqrt(mean_square(values)))
    for axis in range(values.ndim):
        first = values.take([0], axis=axis)
        with np.errstate(over="ignore"):  # an infinite difference: not equal
            alike = np.abs(values - first).max() <= near
        values = first if alike else values
    return values


def assert_unit_scale(values: np.ndarray, *, alpha: float, what: str, hint: str) -> None:
    """Test that the values (runs, samples, axes, steps, say) have variance 1, in every slice along an axis, too.

    Values that repeat along whole axes count once: see `independent`. Accepts exactly finite values of which 300 or
    more are left then, with their mean square within `scale_bounds`, and with the mean square of every slice along an
    axis between 1/3 and 3 or, for small slices, within `scale_bounds`. The bounds for few values assume normality:
    repeated values must also be within 0.2 of the normal distribution or, if there are few, within
    `distribution_bound`. A third of `alpha` each goes to the scale, the slices and the distribution.
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
        fail(what, "few values that repeat", "random values of any size", hint)
    slices = [mean_square(np.moveaxis(values, axis, 0).reshape(size, -1), 1) for axis, size in enumerate(values.shape)]
    for means in slices:
        low, high = scale_bounds(values.size // means.size, share / sum(values.shape))
        if not (means.min() >= min(low, 1 / UNEVEN) and means.max() <= max(high, UNEVEN)):
            fail(what, "a scale that differs from call to call, sample to sample or step to step", "the same", hint)


@np.errstate(under="ignore")
def cosines(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the cosines (p, q) between the finite columns of (n, p) and those of (n, q); 1 where a column is zero."""
    (left, _), (right, _) = scaled(left.T), scaled(right.T)
    lengths = np.linalg.norm(left, axis=1)[:, None] * np.linalg.norm(right, axis=1)
    found: np.ndarray = np.divide(left @ right.T, lengths, out=np.ones_like(lengths), where=lengths > 0)
    return found


def assert_uncorrelated(pairs: Sequence[np.ndarray], count: int, *, alpha: float, what: str, hint: str) -> None:
    """Test that the cosines in the arrays `pairs`, each from `count` numbers, are consistent with independence.

    Accepts exactly one cosine or more, none NaN, all within `correlation_bound`, which shares `alpha` among them.
    """
    values = np.concatenate([np.zeros(0), *(np.ravel(pair) for pair in pairs)])
    largest = float(np.abs(values).max(initial=0.0))
    if not (values.size and largest <= correlation_bound(count, alpha / values.size)):
        fail(what, f"a correlation of {amount(largest)}", "about 0", hint)


def assert_fresh_columns(columns: np.ndarray, *, alpha: float, what: str, hint: str) -> None:
    """Test that the columns of iid normals (n, m) are uncorrelated with one another and with a constant column.

    Accepts exactly finite columns whose cosines with one another and with a constant column `assert_uncorrelated`
    accepts; a column of zeros is rejected.
    """
    if not (np.size(columns) and np.isfinite(columns).all()):
        fail(what, "no numbers, NaN or infinite values", "finite values", hint)
    between = cosines(columns, columns)[np.triu_indices(columns.shape[1], k=1)]
    common = cosines(columns, np.ones((columns.shape[0], 1)))
    assert_uncorrelated([between, common], columns.shape[0], alpha=alpha, what=what, hint=hint)


def assert_standard_score(value: float, *, alpha: float, what: str, hint: str) -> None:
    """Accept exactly absolute values up to the two-sided normal quantile of `alpha`; N(0, 1) for correct answers."""
    if not abs(value) <= -NormalDist().inv_cdf(alpha / 2):
        fail(what, f"{amount(value)} standard deviations off", "a few at most", hint)
