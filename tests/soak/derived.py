"""The power that the laws of docs/statistics.md give the tests of hw3: the share caught of answers with one factor off.

Numbers of normals, runs and thresholds are those of the table there.
"""

import math

from scipy import stats

from grader.compare import correlation_bound, scale_bounds

ALPHA = 1e-12
DRIFT = 440.0  # standard deviations of the drift over all steps, for each unit of error


def scale(error: float, count: int) -> float:
    """The mean square of `count` normals whose scale is off."""
    low, high = scale_bounds(count, ALPHA / 3)
    factor = count / (1 + error) ** 2
    return float(stats.chi2(count).cdf(low * factor) + stats.chi2(count).sf(high * factor))


def student(error: float, runs: int, count: int) -> float:
    """Student's t of the mean squares of `runs` runs of `count` normals each."""
    cosine = correlation_bound(runs, ALPHA)
    bound = math.sqrt((runs - 1) / (1 - cosine**2)) * cosine
    shift = (1 - (1 + error) ** -2) * math.sqrt(runs * count / 2)
    return float(stats.nct(runs - 1, abs(shift)).sf(bound))  # the other side is out of reach


def score(error: float) -> float:
    """The drift over all steps, in standard deviations."""
    bound = stats.norm.isf(ALPHA / 2)
    return float(stats.norm.sf(bound - DRIFT * abs(error)))


POWER = {
    ("noise of langevin", "test_noise_scale"): lambda error: student(error, 60, 5760),
    ("noise of langevin", "test_whole"): lambda error: scale(error, 216_000),
    ("drift of langevin", "test_whole"): score,
    ("noise of loss", "test_noise"): lambda error: 1 - (1 - scale(error, 200_000)) * (1 - scale(error, 24_000)),
}
