"""What the hidden tests of `score` promise, measured on other points: 1 is the most that is allowed."""

from typing import Any

import numpy as np

from search.measuring import typical

ALLOWED = 1e-2  # of the largest value, and the sine of an angle
PRECISION = np.array([[1.0, 0.7], [0.7, 1.0]]) / 0.51


def asked(given: dict[str, Any], x: np.ndarray) -> np.ndarray:
    """The answer's score at x (n, 2), in the largest precision; an array of NaN where it is something else."""
    value = given["AntiCorrelatedGaussian"]().score(x.copy())
    got = np.asarray(value.detach() if hasattr(value, "detach") else value).astype(np.longdouble)
    return got if got.shape == x.shape else np.full(x.shape, np.nan)


def sines(got: np.ndarray, due: np.ndarray) -> float:
    """The largest sine of the angle between a row of `got` and the line of `due`; infinite for a row without one."""
    sizes = np.abs(got).max(axis=-1, keepdims=True)
    if not (np.isfinite(sizes).all() and (sizes > 0).all()):
        return np.inf
    got = got / sizes
    got, due = (rows / np.sqrt(np.sum(rows * rows, axis=-1, keepdims=True)) for rows in (got, due))
    along = np.sum(got * due, axis=-1, keepdims=True)
    return float(np.sqrt(np.sum((got - along * due) ** 2, axis=-1)).max())


def values(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The relative error, at points of two spreads."""

    def error(spread: float) -> float:
        x = spread * rng.normal(size=(64, 2))
        due = -x @ PRECISION
        return float(np.abs(asked(given, x) - due).max() / np.abs(due).max())

    return max(typical(lambda spread=spread: error(spread)) for spread in (1.0, 3.0)) / ALLOWED


def direction(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The angle between the answer and the line of the score."""

    def error() -> float:
        x = rng.normal(size=(64, 2))
        return sines(asked(given, x), -x @ PRECISION)

    return typical(error) / ALLOWED


def any_batch(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The angle for batches of other sizes, and how much a row changes with the rows around it."""

    def error(n: int) -> float:
        x = rng.normal(size=(n, 2))
        got, alone = asked(given, x), asked(given, x[:1])
        change = np.abs(got[0] - alone[0]).max() / np.abs(alone).max()
        return max(sines(got, -x @ PRECISION), float(change))

    return max(typical(lambda n=n: error(n)) for n in (1, 2, 400)) / ALLOWED


MEASURES = {"test_values": values, "test_direction": direction, "test_any_batch": any_batch}
