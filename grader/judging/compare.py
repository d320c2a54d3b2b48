"""Assertions for hidden tests: each raises AssertionError with the property, actual and expected value, and a hint.

Each docstring specifies exactly what is accepted, for all float64 values: no check passes or fails because of overflow,
underflow or division by zero. Assertions on random numbers are in grader/judging/random_laws.py.
"""

from collections.abc import Sequence
from typing import NoReturn

import numpy as np

from grader.wording import amount, shape

MESSAGE_LIMIT = 500
SHORTEST, LONGEST = 1e-12, 1e12  # bounds on the norm of a row, relative to the expected norm
WEAKEST, STRONGEST = 1e-6, 1e6  # the same for the norm of a whole array


def fail(what: str, got: object, expected: object, hint: str) -> NoReturn:
    """Fail a test with a message of at most 500 characters; floats are rounded as `wording.amount` does."""
    got, expected = (amount(value) if isinstance(value, float) else value for value in (got, expected))
    raise AssertionError(f"{what}: got {got}, expected {expected}. {hint}"[:MESSAGE_LIMIT])


def finite_arrays(
    values: object, shapes: Sequence[tuple[int, ...] | None], *, what: str, hint: str
) -> list[np.ndarray]:
    """Return the elements of an answer as float64 arrays.

    Accepts exactly a list or tuple with one element for each of `shapes`, each a number or an array of integers or
    floats, finite, and of that shape (of any shape if it is None). Anything else fails the test.
    """
    if not isinstance(values, (list, tuple)) or len(values) != len(shapes):
        came = "a list of another length" if isinstance(values, (list, tuple)) else type(values).__name__
        fail(what, came, f"a list of {len(shapes)} arrays", hint)
    arrays = []
    for value, due in zip(values, shapes, strict=True):
        array = np.asarray(value) if isinstance(value, (np.ndarray, float, int)) else None
        if array is None or array.dtype.kind not in "fiu":
            fail(what, "None" if value is None else "something other than a real array", "real arrays", hint)
        if due is not None and array.shape != due:
            fail(what, f"shape {shape(array.shape, due)}", f"shape {due}", hint)
        if not np.isfinite(array).all():
            fail(what, "NaN or infinite values", "finite values", hint)
        arrays.append(array.astype(np.float64))
    return arrays


def one_number(value: object, *, what: str, hint: str) -> float:
    """Return the number in an answer.

    Accepts exactly an array of integers or floats of any shape with one element, which is finite. Anything else fails
    the test.
    """
    wanted = "a tensor with one number"
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
        fail(what, "None" if value is None else getattr(value, "dtype", type(value).__name__), wanted, hint)
    if value.size != 1:
        fail(what, f"shape {shape(value.shape)}", wanted, hint)
    if not np.isfinite(value).all():
        fail(what, "NaN or infinity", "a finite number", "What is divided, and by what?")
    return float(value.item())


def scaled(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scale finite rows (n, d) by powers of two so that the largest absolute entry of each row is in [1/2, 1).

    Returns:
        the scaled rows (n, d), and the exponents (n,).
    """
    powers = np.frexp(np.abs(values).max(axis=-1))[1]
    return np.ldexp(values, -powers[:, None]), powers


@np.errstate(over="ignore")
def largest_error(got: np.ndarray, expected: np.ndarray) -> float:
    """Return the largest absolute difference of two arrays, relative to the largest absolute value in `expected`.

    0 if both are zero everywhere. Infinite for different shapes, for empty arrays, for NaN or infinity on either side,
    and if `expected` is zero everywhere and `got` is not.
    """
    got, expected = np.asarray(got, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    if got.shape != expected.shape or got.size == 0 or not (np.isfinite(got).all() and np.isfinite(expected).all()):
        return np.inf
    if not expected.any():
        return np.inf if got.any() else 0.0
    (due,), powers = scaled(expected.reshape(1, -1))
    return float(np.abs(np.ldexp(got.ravel(), -powers[0]) - due).max() / np.abs(due).max())


def assert_close(got: np.ndarray, expected: np.ndarray, *, tolerance: float, what: str, hint: str) -> None:
    """Accept exactly nonempty arrays of the expected shape with a `largest_error` of at most `tolerance`."""
    if np.shape(got) != np.shape(expected):
        due = np.shape(expected)
        fail(what, f"shape {shape(np.shape(got), due)}", f"shape {due}", hint)
    error = largest_error(got, expected)
    if not error <= tolerance:
        fail(what, f"a largest error of {amount(error)} of the largest value", f"at most {tolerance:g}", hint)


@np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore")
def multiples(got: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return factors (n,) and residuals (n,) of the finite rows of `got` (n, d) with respect to those of `expected`.

    A factor is the projection on the expected row over the norm of that row; a residual is the norm of the orthogonal
    component over the norm of the row: 0 if parallel, 1 if orthogonal, NaN for a row of zeros.
    """
    (rows, up), (due, down) = scaled(got), scaled(expected)
    length = np.linalg.norm(due, axis=-1)
    along = np.sum(rows * due, axis=-1) / length
    across = np.linalg.norm(rows - (along / length)[:, None] * due, axis=-1)
    return np.ldexp(along / length, up - down), across / np.linalg.norm(rows, axis=-1)


def assert_parallel(got: np.ndarray, expected: np.ndarray, *, tolerance: float, what: str, hint: str) -> None:
    """Accept exactly finite rows (n, d), n > 0, parallel to those of `expected`, each with its own sign and norm.

    The residual of a row may be at most `tolerance`, its norm 1e-12 to 1e12 times the norm of the expected row.
    No row of `expected` may be zero.
    """
    if np.shape(got) != np.shape(expected):
        due = np.shape(expected)
        fail(what, f"shape {shape(np.shape(got), due)}", f"shape {due}", hint)
    if not (np.size(got) and np.isfinite(got).all()):
        fail(what, "no numbers, NaN or infinite values", "finite values", hint)
    factors, residuals = multiples(got, expected)
    sizes = np.abs(factors)
    wrong = ~(residuals <= tolerance)
    if wrong.any():
        fail(what, f"{amount(wrong.sum())} of {wrong.size} rows are zero or point in a wrong direction", "none", hint)
    if not (sizes.min() >= SHORTEST and sizes.max() <= LONGEST):
        fail(what, "extremely short or extremely long rows", "rows of a reasonable length", hint)


@np.errstate(over="ignore", under="ignore")
def towards(got: np.ndarray, expected: np.ndarray) -> tuple[float, float]:
    """Return the cosine of two finite arrays of the same size, and the norm of `got` over the norm of `expected`.

    The cosine is 0 if `got` is zero everywhere. `expected` must not be zero everywhere.
    """
    if not np.any(got):
        return 0.0, 0.0
    (row, due), powers = scaled(np.array([np.ravel(got), np.ravel(expected)]))
    length, unit = np.linalg.norm(row), np.linalg.norm(due)
    cosine = np.clip(row @ due / length / unit, -1.0, 1.0)
    return float(cosine), float(np.ldexp(length / unit, powers[0] - powers[1]))


def assert_towards(got: np.ndarray, expected: np.ndarray, *, least: float, what: str, hint: str) -> None:
    """Accept exactly finite arrays with a cosine of at least `least` with `expected`, 1e-6 to 1e6 times its norm."""
    if np.shape(got) != np.shape(expected) or not np.isfinite(got).all():
        fail(what, "another shape, or numbers that are not finite", "finite numbers", hint)
    cosine, length = towards(got, expected)
    if not WEAKEST <= length <= STRONGEST:
        fail(what, f"{amount(length)} times the right length", "about 1", hint)
    if not cosine >= least:
        fail(what, f"a cosine of {amount(cosine)} with the right direction", "about 1", hint)


def assert_bounded(values: np.ndarray, limit: float, *, what: str, hint: str) -> None:
    """Accept exactly numbers of an absolute value up to `limit`, so that computing with them does not overflow."""
    if not np.abs(values).max(initial=0.0) <= limit:
        fail(what, "extremely large numbers", "numbers of a reasonable size", hint)
