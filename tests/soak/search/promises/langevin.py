"""What the hidden tests of `langevin` promise, measured with other scores: 1 is the most that is allowed."""

from collections.abc import Callable
from typing import Any

import numpy as np

from search.measuring import distance, rank_correlation, spread, typical
from search.oracle import REFERENCE

Field = Callable[[Any], Any]


def flat(x: Any) -> Any:
    """Zero everywhere."""
    return 0.0 * x


def steep(x: Any) -> Any:
    """A bounded field, so strong that noise is nothing next to it."""
    y = x + 0.7
    return 1e6 * (y[..., [1, 0]] - 0.3 * y) / (1.0 + (y * y).sum(-1)[..., None]) ** 0.5


def gaussian(x: Any) -> Any:
    """The score of a Gaussian with unit variances and correlation -0.7."""
    return -(x + 0.7 * x[..., [1, 0]]) / 0.51


def law(K: int) -> np.ndarray:
    """The covariance (2, 2) of the last point when sampling by `gaussian`."""
    covariance, score = 4.0 * np.eye(2), -np.array([[1.0, 0.7], [0.7, 1.0]]) / 0.51
    for size in np.linspace(1.0, 0.0, K)[1:]:
        step = np.eye(2) + size / 2 * score
        covariance = step @ covariance @ step.T + size * np.eye(2)
    return covariance


def asked(given: dict[str, Any], field: Field, n: int, K: int, trajectory: bool = True) -> np.ndarray:
    """A trajectory (n, 2, K) or its end (n, 2); an array of NaN where it is something else."""
    value = given["langevin_sampler"](field, n, K=K, return_trajectory=trajectory)
    value = value.detach().cpu() if hasattr(value, "detach") else value
    got, shape = np.asarray(value, dtype=np.float64), (n, 2, K) if trajectory else (n, 2)
    return got if got.shape == shape else np.full(shape, np.nan)


def drifts(given: dict[str, Any], K: int) -> tuple[np.ndarray, float]:
    """How many times the score each step is, (K - 1,), and how far it is from that line, in units of the longest."""
    x = asked(given, steep, 100, K)
    steps, scores = np.diff(x, axis=-1), np.stack([steep(x[:, :, i]) for i in range(K - 1)], axis=-1)
    factors = np.median((steps * scores).sum(axis=1) / (scores * scores).sum(axis=1), axis=0)
    strays = np.linalg.norm(steps - factors * scores, axis=1) / np.linalg.norm(scores, axis=1)
    return factors, float(strays.max() / np.abs(factors).max())


def drift(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The error of a step's factor, for the best of the schedules that are let pass."""

    def error() -> float:
        factors, stray = drifts(given, 20)
        errors = [np.abs(2 * factors - steps).max() for steps in REFERENCE.known_schedules(20)]
        return max(min(errors), stray)

    return typical(error, 3) / 0.02


def schedule(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The error of the step sizes, at any scale."""

    def error(K: int) -> float:
        factors, stray = drifts(given, K)
        steps = REFERENCE.schedule(K)
        return max(float(np.abs(factors / factors.sum() * steps.sum() - steps).max()), stray)

    return max(typical(lambda K=K: error(K), 3) for K in (20, 7)) / 0.02


RARE = 0.1  # what an answer does in fewer calls of the test's 20 is caught by chance alone
FEWEST = 300  # numbers that differ, from which the test tells a scale
FEW = 10.0  # standard deviations of a mean square of normals that the test leaves to a few hundred numbers


def noise_scale(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The mean square of a step over its size, over all runs and step by step, for the best of the schedules.

    A tenth of the runs is left out. Where runs, samples, axes or steps share their noise there is more room.
    """
    noise = np.stack([np.diff(asked(given, flat, 500, 20)) for _ in range(60)])
    squares = np.square(noise).mean(axis=(1, 2))
    totals = squares.sum(axis=1)
    with np.errstate(divide="ignore"):
        strays = np.abs(np.log(totals) - np.log(np.median(totals)))
    usual = np.argsort(strays)[: round((1 - RARE) * len(strays))]
    squares, badness = squares[usual], []
    scales = np.sqrt(squares.mean(axis=0))
    seen = different(noise[usual[:20]][..., scales > 0] / scales[scales > 0])
    room = FEW * (2 / seen) ** 0.5 if seen >= FEWEST else 0.0
    for steps in REFERENCE.known_schedules(20):
        still = squares[:, steps == 0].max(initial=0) / 1e-6
        ratios = squares[:, steps > 0] / steps[steps > 0]
        badness.append(max(still, off(ratios.mean(axis=1)[:, None], 0.1 + room), off(ratios, 0.2 + room)))
    return min(badness)


def different(values: np.ndarray) -> int:
    """How many numbers differ by more than a ten-thousandth of the typical size."""
    size = np.quantile(np.abs(values), 0.9) if values.size else 0.0
    return int(np.unique(np.round(values / size, 4)).size) if 0 < size < np.inf else 0


def off(ratios: np.ndarray, allowed: float) -> float:
    """How far the means of the columns are from 1, beyond what ordinary runs differ by; giants make no room."""
    ordinary = np.minimum(ratios, 10 * np.median(ratios, axis=0))
    room = allowed + 5 * ordinary.std(axis=0) / len(ratios) ** 0.5
    return float((np.abs(ratios.mean(axis=0) - 1) / room).max())


def noise_fresh(given: dict[str, Any], rng: np.random.Generator) -> float:
    """Distance from a normal law at any scale; correlations of columns, samples and calls."""
    first, second = (asked(given, flat, 1000, 20) for _ in range(2))
    noise, other = (np.diff(x)[:, :, :-1].reshape(1000, -1) for x in (first, second))
    scaled = noise / spread(noise)
    if not np.isfinite(scaled).all():
        return np.inf
    samples = scaled / np.linalg.norm(scaled, axis=1, keepdims=True)
    start = first[:, np.ptp(first[:, :, 0], axis=0) > 0, 0]
    alike = np.abs(samples[:100] @ samples.T) - np.eye(100, 1000)
    measures = (
        distance(scaled) / 0.04,
        np.abs(np.median(scaled, axis=0)).max() / 0.35,
        rank_correlation(noise) / 0.25,
        rank_correlation(start, noise) / 0.25,
        rank_correlation(noise.reshape(-1, 1), other.reshape(-1, 1)) / 0.1,
        alike.max() / 0.97,
    )
    return float(max(measures))


def whole(given: dict[str, Any], rng: np.random.Generator) -> float:
    """Laws of start, noise and end, and correlations of the noise with the state; still where the step is zero."""
    n, K = 3000, 20
    x, steps = asked(given, gaussian, n, K), REFERENCE.schedule(K)
    states = [x[:, :, i] for i in range(K - 2)]
    moves = np.diff(x)[:, :, :-1]
    noise = [(moves[:, :, i] - steps[i] / 2 * gaussian(state)) / np.sqrt(steps[i]) for i, state in enumerate(states)]
    measures = [
        np.abs(x[:, :, -1] - x[:, :, -2]).max() / 1e-3,
        max(distance(axis / 2) for axis in x[:, :, 0].T) / 0.06,
        max(distance(each) for each in noise) / 0.05,
        rank_correlation(np.hstack(noise)) / 0.15,
        max(rank_correlation(state, each) for state, each in zip(states, noise, strict=True)) / 0.15,
    ]
    for K in (20, 3):
        factor = np.linalg.cholesky(law(K))
        white = np.linalg.solve(factor, asked(given, gaussian, n, K, trajectory=False).T)
        measures += [max(distance(axis) for axis in white) / 0.06, rank_correlation(white.T) / 0.15]
    return float(np.max(measures))


MEASURES = {
    "test_drift": drift,
    "test_schedule": schedule,
    "test_noise_scale": noise_scale,
    "test_noise_fresh": noise_fresh,
    "test_whole": whole,
}
