"""What the hidden tests of the warm-up's `gradient` promise, measured with other functions: 1 is the most allowed."""

from typing import Any

import numpy as np

from search.measuring import typical
from search.promises.score import sines

ALLOWED = 1e-2


def asked(given: dict[str, Any], f: Any, x: np.ndarray, **options: Any) -> np.ndarray:
    """The answer's gradient; an array of NaN where it is something else."""
    got = np.asarray(given["numerical_gradient"](f, x, **options)).astype(np.longdouble)
    return got if got.shape == x.shape else np.full(x.shape, np.nan)


def values(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The relative error for a smooth function."""

    def error() -> float:
        x, turn = rng.normal(size=(48, 2)), rng.normal(size=(2, 2))
        due = -np.sin(x @ turn) @ turn.T + x
        got = asked(given, lambda z: np.cos(z @ turn).sum(-1) + 0.5 * (z * z).sum(-1), x.copy())
        return float(np.abs(got - due).max() / np.abs(due).max())

    return typical(error) / ALLOWED


def any_size(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The angle to the gradient, in several dimensions."""

    def error(n: int, d: int) -> float:
        x, slopes = rng.normal(size=(n, d)), rng.choice([-1, 1], size=d) * rng.uniform(1, 2, size=d)
        got = asked(given, lambda z: z @ slopes + 0.3 * np.cos(z).sum(-1), x.copy())
        return sines(got, slopes - 0.3 * np.sin(x))

    return max(typical(lambda s=s: error(*s)) for s in ((1, 1), (6, 3), (2, 10))) / ALLOWED


def formula(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The angle to a central difference over the h that is given, where that is far from the gradient."""

    def error(h: float) -> float:
        x, slopes = rng.normal(size=(16, 3)), rng.choice([-1, 1], size=3) * rng.uniform(1, 2, size=3)
        got = asked(given, lambda z: (z**3) @ slopes, x.copy(), h=h)
        return sines(got, slopes * (3 * x**2 + h**2))

    return max(typical(lambda h=h: error(h)) for h in (0.5, 2.0)) / ALLOWED


def input_kept(given: dict[str, Any], rng: np.random.Generator) -> float:
    """By how much x moves, and the angle to the gradient."""

    def error() -> float:
        x, slopes = rng.normal(size=(16, 3)), rng.choice([-1, 1], size=3) * rng.uniform(1, 2, size=3)
        kept = x.copy()
        got = asked(given, lambda z: z @ slopes, x)
        return max(float(np.abs(x - kept).max()) / 1e-8, sines(got, np.tile(slopes, (16, 1))) / ALLOWED)

    return typical(error)


MEASURES = {"test_values": values, "test_any_size": any_size, "test_formula": formula, "test_input_kept": input_kept}
