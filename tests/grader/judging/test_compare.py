"""Comparers accept exactly what their docstrings say, for numbers of every size, and say so in few words."""

import math

import numpy as np
import pytest

from grader.judging import compare

WORDS = {"what": "The thing", "hint": "Is it so?"}
SIZES = [1e-320, 1e-300, 1.6e-162, 1e-11, 1.0, 1e11, 1e162, 1e300]


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def accepts(comparer, *values, **options):
    """Whether a comparer accepts values; what else than an AssertionError it raises comes through."""
    try:
        comparer(*values, **options, **WORDS)
    except AssertionError as error:
        return not str(error).startswith("The thing: got ")
    return True


def test_message_when_it_is_long_is_cut_at_the_limit():
    with pytest.raises(AssertionError) as caught:
        compare.fail("x" * 400, "y" * 400, "z", "h")
    assert len(str(caught.value)) == compare.MESSAGE_LIMIT


def test_message_holds_property_both_sides_and_hint():
    with pytest.raises(AssertionError, match=r"^The thing: got 1, expected 2\. Is it so\?$"):
        compare.fail("The thing", 1, 2, "Is it so?")


def test_message_tells_numbers_coarsely():
    with pytest.raises(AssertionError, match=r"^The thing: got 3\.1, expected close to zero\."):
        compare.fail("The thing", math.pi, np.float64(1e-9), "Is it so?")


@pytest.mark.parametrize(
    "values",
    [
        *(None, "text", 3.0, [], [1.0, 2.0], ["text"], [None], [np.array(["a"])], [np.array(math.nan)], [1j], [True]),
        *([10**40], [np.ones(2)], [np.ones((0,))]),
    ],
)
def test_arrays_when_the_answer_is_not_the_list_that_was_asked_for_fail(values):
    assert not accepts(compare.finite_arrays, values, [()])


def test_arrays_when_plain_come_back_as_float64():
    first, second = compare.finite_arrays([np.ones((2, 1), dtype=np.float32), 3], [(2, 1), None], **WORDS)
    assert (first.dtype, first.shape, second.dtype, float(second)) == (np.float64, (2, 1), np.float64, 3.0)


@pytest.mark.parametrize("change", [lambda x: x[:-1], lambda x: x + 0.01, lambda x: x * math.nan, lambda x: x[:0]])
def test_close_when_shape_or_values_differ_fails(change, rng):
    x = rng.normal(size=(9, 2))
    assert not accepts(compare.assert_close, change(x), x, tolerance=1e-3)


def test_close_within_the_tolerance_passes(rng):
    x = rng.normal(size=(9, 2))
    assert accepts(compare.assert_close, x + 1e-6, x, tolerance=1e-3)


@pytest.mark.parametrize("size", SIZES[1:])
def test_largest_error_is_the_same_at_every_size(size, rng):
    x = rng.uniform(0.1, 1, size=(9, 2))
    got = compare.largest_error(size * (x + 0.01), size * x)
    assert got == pytest.approx(0.01 / x.max(), rel=1e-6)


@pytest.mark.parametrize(
    ("got", "expected", "error"),
    [
        ([0.0], [0.0], 0.0),
        ([5e-324], [0.0], math.inf),
        ([1e308], [-1e308], 2.0),
        ([1e308], [1e-308], math.inf),
        ([1e-308], [1e308], 1.0),
        ([math.inf], [math.inf], math.inf),
        ([math.nan], [1.0], math.inf),
        ([], [], math.inf),
        ([1.0, 2.0], [1.0], math.inf),
    ],
)
def test_largest_error_at_the_edges(got, expected, error):
    assert compare.largest_error(np.array(got), np.array(expected)) == pytest.approx(error)


@pytest.mark.parametrize("factor", [1.0, -3.0, 1e-9, -1e9])
def test_parallel_when_rows_keep_their_line_passes(factor, rng):
    x = rng.normal(size=(9, 3))
    assert accepts(compare.assert_parallel, factor * x, x, tolerance=1e-4)


@pytest.mark.parametrize("size", SIZES)
def test_parallel_when_rows_leave_their_line_fails_at_every_size(size, rng):
    x = rng.uniform(0.1, 1, size=(9, 2))
    assert not accepts(compare.assert_parallel, size * x[:, ::-1], x, tolerance=1e-4)
    assert not accepts(compare.assert_parallel, np.where([[True, False]], size, 0) * np.ones_like(x), x, tolerance=1e-4)


@pytest.mark.parametrize("size", SIZES)
def test_parallel_when_rows_have_a_size_that_is_no_length_fails(size, rng):
    x = rng.uniform(0.1, 1, size=(9, 2))
    assert accepts(compare.assert_parallel, size * x, x, tolerance=1e-4) == (1e-12 <= size <= 1e12)


@pytest.mark.parametrize("size", SIZES[1:])
def test_parallel_when_both_sides_have_that_size_passes(size, rng):
    x = rng.uniform(0.1, 1, size=(9, 2))
    assert accepts(compare.assert_parallel, -2 * size * x, size * x, tolerance=1e-4)


@pytest.mark.parametrize("change", [lambda x: 0 * x, lambda x: x[:3], lambda x: x * math.nan, lambda x: x * math.inf])
def test_parallel_when_one_row_is_none_fails(change, rng):
    x = rng.normal(size=(9, 3))
    assert not accepts(compare.assert_parallel, change(x), x, tolerance=1e-4)
    if change(x).shape == x.shape:
        assert not accepts(compare.assert_parallel, np.vstack([x[:-1], change(x)[-1:]]), x, tolerance=1e-4)


@pytest.mark.parametrize("size", SIZES)
def test_towards_judges_direction_at_every_size_and_refuses_one_that_is_no_length(size, rng):
    x = rng.uniform(0.1, 1, size=6)
    assert accepts(compare.assert_towards, size * (x + 0.01), x, least=0.99) == (1e-6 <= size <= 1e6)
    assert not accepts(compare.assert_towards, -size * x, x, least=0.99)
    assert not accepts(compare.assert_towards, size * x * [1, -1, 1, -1, 1, -1], x, least=0.99)


def test_towards_when_nothing_came_fails():
    x = np.ones(3)
    assert compare.towards(0 * x, x) == (0.0, 0.0)
    for got in (0 * x, x * math.nan, x * math.inf, x[:2]):
        assert not accepts(compare.assert_towards, got, x, least=-1.0)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e300, -1.1, 0.4])
def test_bounded_refuses_what_is_larger(value):
    assert accepts(compare.assert_bounded, np.array([1.0, value]), 1.0) == (value == 0.4)
    assert accepts(compare.assert_bounded, np.array([]), 1.0)


@pytest.mark.parametrize("value", [np.array(3), np.array([3.0]), np.array([[3]], dtype=np.uint8), np.float32([3])])
def test_one_number_of_any_shape_is_the_number(value):
    found = compare.one_number(value, **WORDS)
    assert (found, type(found)) == (3.0, float)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "got None, expected a tensor with one number. Is it so?"),
        (3.0, "got float, expected a tensor with one number. Is it so?"),
        (np.array(True), "got bool, expected a tensor with one number. Is it so?"),
        (np.array(3j), "got complex128, expected a tensor with one number. Is it so?"),
        (np.array(["3"]), "got <U1, expected a tensor with one number. Is it so?"),
        (np.ones(2), "got shape (2,), expected a tensor with one number. Is it so?"),
        (np.ones(0), "got shape (0,), expected a tensor with one number. Is it so?"),
        (np.array(np.nan), "got NaN or infinity, expected a finite number. What is divided, and by what?"),
        (np.array([np.inf]), "got NaN or infinity, expected a finite number. What is divided, and by what?"),
    ],
)
def test_what_is_not_one_finite_number_fails(value, message):
    with pytest.raises(AssertionError) as caught:
        compare.one_number(value, **WORDS)
    assert str(caught.value) == f"The thing: {message}"
