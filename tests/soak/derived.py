"""The power that the laws of docs/statistics.md give the tests of hw3: the share caught of answers with one factor off.

Numbers of normals, runs and thresholds are those of the table there.
"""

from scipy import stats

from grader.judging.random_laws import scale_bounds

ALPHA = 1e-12
DRIFT = 480.0  # standard deviations of the drift over all steps, for each unit of error


def scale(error: float, count: int, alpha: float = ALPHA / 3) -> float:
    """The mean square of `count` normals whose scale is off."""
    low, high = scale_bounds(count, alpha)
    factor = count / (1 + error) ** 2
    return float(stats.chi2(count).cdf(low * factor) + stats.chi2(count).sf(high * factor))


def score(error: float) -> float:
    """The drift over all steps, in standard deviations."""
    bound = stats.norm.isf(ALPHA / 2)
    return float(stats.norm.sf(bound - DRIFT * abs(error)))


POWER = {
    ("noise of langevin", "test_noise_scale"): lambda error: scale(error, 345_600),
    ("noise of langevin", "test_whole"): lambda error: scale(error, 216_000),
    ("drift of langevin", "test_whole"): score,
    ("noise of loss", "test_noise"): lambda error: 1 - (1 - scale(error, 200_000)) * (1 - scale(error, 48_000)),
}
