"""Comparers accept exactly what their docstrings say: exact arithmetic is the oracle, over numbers of every size.

More examples are tried with SOAK=1.
"""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from grader.judging import compare
from tests.support.any_numbers import WORDS, accepts, anything, arrays, beside, dot, exact, finite, thoroughly

pytestmark = pytest.mark.slow

PLAIN = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.integers(-(10**400), 10**400), anything, st.text(max_size=3)),
    *(st.complex_numbers(), st.just(np.array("text")), st.just(np.array(1j)), st.just(np.array([True]))),
    arrays(arrays_of.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)),
    arrays_of.arrays(st.sampled_from([np.int8, np.uint64, np.float16, np.float32]), arrays_of.array_shapes(max_side=3)),
)
SHAPES = st.one_of(st.none(), arrays_of.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
TOLERANCES = st.sampled_from([0.0, 1e-12, 1e-4, 1e-3, 0.5])


@st.composite
def pairs(draw, least=0, expected=finite):
    """Two arrays (n, d), the second of finite numbers; the first most often a multiple of it, or of its shape."""
    shape = draw(st.tuples(st.integers(least, 4), st.integers(max(least, 1), 3)))
    due = draw(arrays(shape, expected))
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return draw(arrays(arrays_of.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))), due
    if kind == 1:
        return draw(arrays(shape)), due
    with np.errstate(all="ignore"):
        got = due * draw(anything) if kind < 4 else due * draw(arrays((shape[0], 1)))
        return got + draw(st.sampled_from([0.0, 1e-6, 1e-3])) * draw(arrays(shape)), due


def nonzero_rows(pair):
    return bool(np.all(np.any(pair[1] != 0, axis=-1)))


def same_shape_and_finite(got, due):
    return np.shape(got) == due.shape and got.size > 0 and np.isfinite(got).all()


@thoroughly
@given(st.one_of(PLAIN, st.lists(PLAIN, max_size=3), st.tuples(PLAIN)), st.lists(SHAPES, max_size=3))
def test_finite_arrays_accepts_a_list_of_real_finite_arrays_of_the_shapes(values, shapes):
    def good(value, shape):
        if isinstance(value, bool) or not isinstance(value, (int, float, np.ndarray)):
            return False
        array = np.asarray(value)
        return array.dtype.kind in "fiu" and shape in (None, array.shape) and bool(np.isfinite(array).all())

    due = isinstance(values, (list, tuple)) and len(values) == len(shapes)
    due = due and all(good(value, shape) for value, shape in zip(values, shapes, strict=True))
    assert accepts(compare.finite_arrays, values, shapes) == due
    if due:
        for array, value in zip(compare.finite_arrays(values, shapes, **WORDS), values, strict=True):
            assert array.dtype == np.float64
            assert np.array_equal(array, np.asarray(value, dtype=np.float64))


@thoroughly
@given(st.one_of(PLAIN, st.lists(PLAIN, max_size=2)), anything, st.text(max_size=300))
def test_fail_says_something_short_of_whatever_came(got, expected, what):
    with pytest.raises(AssertionError) as caught:
        compare.fail(what, got, expected, "Is it so?")
    assert len(str(caught.value)) <= compare.MESSAGE_LIMIT


@thoroughly
@given(pairs(), TOLERANCES)
def test_close_accepts_errors_up_to_the_tolerance(pair, tolerance):
    got, due = pair
    error = compare.largest_error(got, due)
    if not same_shape_and_finite(got, due):
        assert error == math.inf
        assert not accepts(compare.assert_close, got, due, tolerance=tolerance)
        return
    largest = max(map(abs, exact(due)))
    difference = max(abs(a - b) for a, b in zip(exact(got), exact(due), strict=True))
    if largest == 0:
        assert error == (math.inf if difference else 0.0)
        return
    right = difference / largest
    assert error == math.inf if right > 1.7e308 else abs(Fraction(error) - right) <= right / 10**12 + Fraction(1e-300)
    if not beside(right, tolerance):
        assert accepts(compare.assert_close, got, due, tolerance=tolerance) == (right <= Fraction(tolerance))


def along(got, due):
    """The factor of a row, and the square of its sine; None for a row of zeros."""
    a, b = exact(got), exact(due)
    factor = dot(a, b) / dot(b, b)
    return factor, 1 - dot(a, b) ** 2 / (dot(a, a) * dot(b, b)) if any(a) else None


@thoroughly
@given(pairs(least=1).filter(nonzero_rows), st.sampled_from([1e-6, 1e-4, 1e-3]))
def test_parallel_accepts_rows_along_the_line_of_a_length_that_can_be_told(pair, tolerance):
    got, due = pair
    accepted = accepts(compare.assert_parallel, got, due, tolerance=tolerance)
    if not same_shape_and_finite(got, due):
        assert not accepted
        return
    rows = [along(one, other) for one, other in zip(got, due, strict=True)]
    limits = (compare.SHORTEST, compare.LONGEST)
    if any(
        sine is not None and (beside(sine, tolerance**2, 1e-6) or any(beside(abs(factor), limit) for limit in limits))
        for factor, sine in rows
    ):
        return
    assert accepted == all(
        sine is not None and sine <= Fraction(tolerance) ** 2 and limits[0] <= abs(factor) <= limits[1]
        for factor, sine in rows
    )


@thoroughly
@given(pairs(least=1).filter(nonzero_rows), st.sampled_from([-0.5, 0.0, 0.5, 0.9, 0.999]))
def test_towards_accepts_a_cosine_and_a_length(pair, least):
    got, due = pair
    accepted = accepts(compare.assert_towards, got, due, least=least)
    if not same_shape_and_finite(got, due):
        assert not accepted
        return
    a, b = exact(got), exact(due)
    if not any(a):
        assert not accepted
        return
    length = math.sqrt(min(dot(a, a) / dot(b, b), Fraction(10) ** 300))
    cosine = math.copysign(math.sqrt(dot(a, b) ** 2 / (dot(a, a) * dot(b, b))), 1 if dot(a, b) >= 0 else -1)
    # At right angles the cosine comes from a sine of 1, with an error of 1e-8.
    if abs(cosine - least) < 1e-7 or any(beside(length, limit, 1e-6) for limit in (compare.WEAKEST, compare.STRONGEST)):
        return
    assert accepted == (cosine >= least and compare.WEAKEST <= length <= compare.STRONGEST)


@thoroughly
@given(arrays(arrays_of.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)), st.sampled_from([1.0, 1e12]))
def test_bounded_accepts_numbers_up_to_the_limit(values, limit):
    assert accepts(compare.assert_bounded, values, limit) == all(abs(value) <= limit for value in values.ravel())
