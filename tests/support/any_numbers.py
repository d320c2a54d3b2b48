"""Numbers and arrays of every size for property tests, exact arithmetic on them, and how many are tried."""

import os
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from grader.judging.compare import MESSAGE_LIMIT

WORDS = {"what": "The thing", "hint": "Is it so?"}
# Where squares and products leave float64, and where the scales lie that comparers name.
EDGES = (
    *(0.0, -0.0, 5e-324, 1e-320, 2.2250738585072014e-308, 1e-300, 1.5717e-162, 1.6e-162, 1.5e-154),
    *(1e-12, 1e-6, 1e-4, 0.3, 1.0, 3.0, 1e6, 1e12, 1.3e154, 1e162, 1e300, 1.7976931348623157e308),
)
thoroughly = settings(
    max_examples=5_000 if "SOAK" in os.environ else 100,
    phases=[Phase.explicit, Phase.generate],  # arrays take minutes to shrink
    suppress_health_check=list(HealthCheck),
)
finite = st.one_of(
    st.sampled_from([sign * edge for edge in EDGES for sign in (1, -1)]),
    st.floats(-4, 4),
    st.floats(allow_nan=False, allow_infinity=False),
)
sizes = st.one_of(
    st.sampled_from([edge for edge in EDGES if edge > 0]), st.floats(1e-12, 1e12), st.floats(5e-324, 1e308)
)
anything = st.one_of(finite, finite, finite, st.sampled_from([np.nan, np.inf, -np.inf]))


def arrays(shape: Any, elements: st.SearchStrategy[float] = anything) -> st.SearchStrategy[np.ndarray]:
    """Float64 arrays of a shape: of any numbers, with all of one size, or with one number among ordinary ones."""
    plain = arrays_of.arrays(np.float64, shape, elements=elements)
    ordinary = arrays_of.arrays(np.float64, shape, elements=st.floats(-3, 3))
    scaled = st.builds(of_size, ordinary, sizes)
    single = st.builds(with_one, ordinary, elements, st.integers(0, 10_000))
    return st.one_of(plain, scaled, single)


def of_size(values: np.ndarray, size: float) -> np.ndarray:
    """Multiples that float64 can hold."""
    largest = np.finfo(np.float64).max
    with np.errstate(over="ignore", under="ignore"):
        return np.clip(values * size, -largest, largest)


def with_one(values: np.ndarray, other: float, place: int) -> np.ndarray:
    """The array with another number at one place, where it has any."""
    changed = values.copy()
    if changed.size:
        changed.flat[place % changed.size] = other
    return changed


def accepts(comparer: Callable[..., None], *values: Any, **options: Any) -> bool:
    """Whether a comparer accepts values; whatever it raises but its own AssertionError comes through."""
    try:
        comparer(*values, **options, **WORDS)
    except AssertionError as error:
        verdict = str(error)
        if not verdict.startswith("The thing: got ") or len(verdict) > MESSAGE_LIMIT:
            raise
        return False
    return True


def exact(values: np.ndarray) -> list[Fraction]:
    """Finite numbers as they are."""
    return [Fraction(float(value)) for value in np.ravel(values)]


def dot(left: list[Fraction], right: list[Fraction]) -> Fraction:
    """The sum of products."""
    return sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))


def beside(value: Fraction | float, limit: float, room: float = 1e-9) -> bool:
    """Whether a number is so near to a limit that rounding may decide."""
    return abs(Fraction(value) - Fraction(limit)) <= Fraction(room) * Fraction(limit)
