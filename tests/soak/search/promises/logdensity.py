"""What the hidden tests of the warm-up's `logdensity` promise, measured with other Gaussians: 1 is the most allowed."""

from typing import Any

import numpy as np
from scipy import stats

from search.measuring import typical

ALLOWED = 1e-2


class Gaussian:
    """A random Gaussian in d dimensions."""

    def __init__(self, rng: np.random.Generator, d: int, scale: float = 1.0) -> None:
        axes, _ = np.linalg.qr(rng.normal(size=(d, d)))
        self.deviations = scale * rng.uniform(0.6, 1.8, size=d)
        self.mean = scale * rng.normal(size=d)
        self.axes = axes
        covariance = (axes * self.deviations**2) @ axes.T
        self.covariance = (covariance + covariance.T) / 2

    def due(self, x: np.ndarray) -> np.ndarray:
        """The log-density (n,) at x (n, d), as a sum over the axes."""
        return stats.norm.logpdf((x - self.mean) @ self.axes, scale=self.deviations).sum(axis=1)

    def asked(self, given: dict[str, Any], x: np.ndarray) -> np.ndarray:
        """The answer's log-density; an array of NaN where it is something else."""
        value = given["log_density"](x.copy(), self.mean.copy(), self.covariance.copy())
        got = np.asarray(value.detach() if hasattr(value, "detach") else value).astype(np.float64)
        return got if got.shape == (len(x),) else np.full(len(x), np.nan)


def differences(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The error of the differences between points."""

    def error(n: int, d: int) -> float:
        gaussian = Gaussian(rng, d)
        x = gaussian.mean + 2 * rng.normal(size=(n, d))
        got, due = gaussian.asked(given, x), gaussian.due(x)
        return float(np.abs((got - got[0]) - (due - due[0])).max() / np.ptp(due))

    return max(typical(lambda s=s: error(*s)) for s in ((50, 2), (8, 5))) / ALLOWED


def constant(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The error at the mean."""

    def error(d: int) -> float:
        gaussian = Gaussian(rng, d)
        x = gaussian.mean[None]
        return float(np.abs(gaussian.asked(given, x) - gaussian.due(x)).max())

    return max(typical(lambda d=d: error(d)) for d in (1, 2, 6)) / ALLOWED


def far_away(given: dict[str, Any], rng: np.random.Generator) -> float:
    """How much the ratio to the right one varies far from the mean, over its size."""

    def error() -> float:
        gaussian = Gaussian(rng, 2)
        ways = rng.normal(size=(10, 2))
        ways /= np.linalg.norm(ways, axis=1, keepdims=True)
        x = gaussian.mean + np.logspace(3, 5, 10)[:, None] * ways
        ratios = gaussian.asked(given, x) / gaussian.due(x)
        return float(np.ptp(ratios) / np.abs(ratios).max())

    return typical(error) / 0.05


def determinant(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The error of the difference between a narrow and a wide Gaussian in 200 dimensions."""

    def error() -> float:
        got, due = [], []
        for scale in (1e-3, 1e3):
            gaussian = Gaussian(rng, 200, scale)
            got.append(gaussian.asked(given, gaussian.mean[None])[0])
            due.append(gaussian.due(gaussian.mean[None])[0])
        return abs((got[0] - got[1]) / (due[0] - due[1]) - 1)

    return typical(error) / ALLOWED


MEASURES = {
    "test_differences": differences,
    "test_constant": constant,
    "test_far_away": far_away,
    "test_determinant": determinant,
}
