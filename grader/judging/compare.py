"""Comparers for hidden tests: each raises AssertionError with the property, what came against what is due, a hint.

What each accepts is its specification, and holds for every number that float64 can hold: nothing passes, and nothing
fails, by overflow, underflow or a division by zero. Those for random numbers are in grader/judging/random_laws.py.
"""

from collections.abc import Sequence
from typing import NoReturn

import numpy as np

from grader.wording import amount, shape

MESSAGE_LIMIT = 500
SHORTEST, LONGEST = 1e-12, 1e12  # what a row counts as a direction between, in units of the expected length
WEAKEST, STRONGEST = 1e-6, 1e6  # the same for a whole array


def fail(what: str, got: object, expected: object, hint: str) -> NoReturn:
    """End a test with one message of at most 500 characters; a float is told as coarsely as `wording.amount` does."""
    got, expected = (amount(value) if isinstance(value, float) else value for value in (got, expected))
    raise AssertionError(f"{what}: got {got}, expected {expected}. {hint}"[:MESSAGE_LIMIT])


def finite_arrays(
    values: object, shapes: Sequence[tuple[int, ...] | None], *, what: str, hint: str
) -> list[np.ndarray]:
    """Return the members of an answer as float64 arrays.

    Accepts exactly a list or tuple with one member for each of `shapes`, each of them a number or an array of integers
    or floats, finite, and of that shape (of any, where it is None). Whatever else came fails the test, never breaks it.
    """
    if not isinstance(values, (list, tuple)) or len(values) != len(shapes):
        came = "a list of another length" if isinstance(values, (list, tuple)) else type(values).__name__
        fail(what, came, f"a list of {len(shapes)} arrays", hint)
    arrays = []
    for value, due in zip(values, shapes, strict=True):
        array = np.asarray(value) if isinstance(value, (np.ndarray, float, int)) else None
        if array is None or array.dtype.kind not in "fiu":
            fail(what, "None" if value is None else "something that is no real array", "real arrays", hint)
        if due is not None and array.shape != due:
            fail(what, f"shape {shape(array.shape, due)}", f"shape {due}", hint)
        if not np.isfinite(array).all():
            fail(what, "NaN or infinite values", "finite values", hint)
        arrays.append(array.astype(np.float64))
    return arrays


def scaled(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Finite rows (n, d) over a power of two each, their largest entry then between 1/2 and 1, and the powers (n,)."""
    powers = np.frexp(np.abs(values).max(axis=-1))[1]
    return np.ldexp(values, -powers[:, None]), powers


@np.errstate(over="ignore")
def largest_error(got: np.ndarray, expected: np.ndarray) -> float:
    """Return the largest difference of two arrays over the largest size in `expected`.

    0 where all of `expected` and of `got` is zero. Infinite for another shape, for no numbers at all, for NaN or
    infinity on either side, and where all of `expected` is zero and `got` is not.
    """
    got, expected = np.asarray(got, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    if got.shape != expected.shape or got.size == 0 or not (np.isfinite(got).all() and np.isfinite(expected).all()):
        return np.inf
    if not expected.any():
        return np.inf if got.any() else 0.0
    (due,), powers = scaled(expected.reshape(1, -1))
    return float(np.abs(np.ldexp(got.ravel(), -powers[0]) - due).max() / np.abs(due).max())


def assert_close(got: np.ndarray, expected: np.ndarray, *, tolerance: float, what: str, hint: str) -> None:
    """Accept exactly arrays of the expected shape, of one number or more, with a `largest_error` up to `tolerance`."""
    if np.shape(got) != np.shape(expected):
        due = np.shape(expected)
        fail(what, f"shape {shape(np.shape(got), due)}", f"shape {due}", hint)
    error = largest_error(got, expected)
    if not error <= tolerance:
        fail(what, f"a largest error of {amount(error)} of the largest value", f"at most {tolerance:g}", hint)


@np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore")
def multiples(got: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How the finite rows of `got` (n, d) stand to those of `expected`: factors (n,) along them, strays (n,) from them.

    A factor is the projection on the expected row over the length of that row, a stray the part of a row across it over
    the length of the whole row: 0 on the line, 1 at right angles. A row of zeros has a NaN for a stray.
    """
    (rows, up), (due, down) = scaled(got), scaled(expected)
    length = np.linalg.norm(due, axis=-1)
    along = np.sum(rows * due, axis=-1) / length
    across = np.linalg.norm(rows - (along / length)[:, None] * due, axis=-1)
    return np.ldexp(along / length, up - down), across / np.linalg.norm(rows, axis=-1)


def assert_parallel(got: np.ndarray, expected: np.ndarray, *, tolerance: float, what: str, hint: str) -> None:
    """Accept exactly finite rows (n, d), n > 0, along those of `expected`, each of either sign and of its own length.

    A row may leave the line by `tolerance` times its length, and be 1e-12 to 1e12 times as long as the expected one.
    No row of `expected` may be zero.
    """
    if np.shape(got) != np.shape(expected):
        due = np.shape(expected)
        fail(what, f"shape {shape(np.shape(got), due)}", f"shape {due}", hint)
    if not (np.size(got) and np.isfinite(got).all()):
        fail(what, "no numbers, NaN or infinite values", "finite values", hint)
    factors, strays = multiples(got, expected)
    sizes = np.abs(factors)
    wrong = ~(strays <= tolerance)
    if wrong.any():
        fail(what, f"{amount(wrong.sum())} of {wrong.size} rows in another direction, or in none", "none", hint)
    if not (sizes.min() >= SHORTEST and sizes.max() <= LONGEST):
        fail(what, "rows of next to no length, or of more than any", "rows whose length can be told", hint)


@np.errstate(over="ignore", under="ignore")
def towards(got: np.ndarray, expected: np.ndarray) -> tuple[float, float]:
    """Return the cosine of two finite arrays of as many numbers, and how long `got` is in units of `expected`.

    The cosine is 0 where all of `got` is zero. All of `expected` may not be zero.
    """
    if not np.any(got):
        return 0.0, 0.0
    (row, due), powers = scaled(np.array([np.ravel(got), np.ravel(expected)]))
    length, unit = np.linalg.norm(row), np.linalg.norm(due)
    cosine = np.clip(row @ due / length / unit, -1.0, 1.0)
    return float(cosine), float(np.ldexp(length / unit, powers[0] - powers[1]))


def assert_towards(got: np.ndarray, expected: np.ndarray, *, least: float, what: str, hint: str) -> None:
    """Accept exactly finite arrays with a cosine of at least `least` with `expected`, 1e-6 to 1e6 times as long."""
    if np.shape(got) != np.shape(expected) or not np.isfinite(got).all():
        fail(what, "another shape, or numbers that are not finite", "finite numbers", hint)
    cosine, length = towards(got, expected)
    if not WEAKEST <= length <= STRONGEST:
        fail(what, f"{amount(length)} times the right length", "about 1", hint)
    if not cosine >= least:
        fail(what, f"a cosine of {amount(cosine)} with the right direction", "about 1", hint)


def assert_bounded(values: np.ndarray, limit: float, *, what: str, hint: str) -> None:
    """Accept exactly numbers of a size up to `limit`, so that what is computed from them keeps within float64."""
    if not np.abs(values).max(initial=0.0) <= limit:
        fail(what, "numbers out of all proportion", "numbers of an ordinary size", hint)
