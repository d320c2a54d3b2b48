"""The oracle of the warm-up: slow, plain ways of computing what the students are asked for."""

from collections.abc import Callable

import numpy as np


def gaussian(rng: np.random.Generator, d: int, scale: float = 1.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A Gaussian in d dimensions: its mean (d,), its principal axes as columns (d, d), the variances along them (d,).

    The variances lie between 0.25 and 4 times the square of the scale.
    """
    axes, _ = np.linalg.qr(rng.normal(size=(d, d)))
    return scale * rng.normal(size=d), axes, (scale * rng.uniform(0.5, 2.0, size=d)) ** 2


def covariance(axes: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """The covariance (d, d) with these principal axes and variances, symmetric to the last bit."""
    product = axes @ np.diag(variances) @ axes.T
    return (product + product.T) / 2


def log_density(x: np.ndarray, mean: np.ndarray, axes: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """log N(x; mean, covariance) at each row of x (n, d): along its axes the Gaussian is a product of d normals."""
    totals = []
    for row in x:
        total = 0.0
        for axis, variance in zip(axes.T, variances, strict=True):
            total -= ((row - mean) @ axis) ** 2 / (2 * variance) + np.log(variance) / 2 + np.log(2 * np.pi) / 2
        totals.append(total)
    return np.array(totals)


def central_differences(f: Callable[[np.ndarray], np.ndarray], x: np.ndarray, h: float) -> np.ndarray:
    """Number by number, how much f, (n, d) -> (n,), changes per unit between h to the left and h to the right."""
    result = np.empty(x.shape)
    for i, j in np.ndindex(x.shape):
        left, right = x[i : i + 1].copy(), x[i : i + 1].copy()
        left[0, j] -= h
        right[0, j] += h
        result[i, j] = (f(right)[0] - f(left)[0]) / (2 * h)
    return result
