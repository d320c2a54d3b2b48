"""Comparers pass what follows the law, refuse what does not, and say so in at most 500 characters."""

import math

import numpy as np
import pytest

from grader import compare

WORDS = {"what": "The thing", "hint": "Is it so?"}


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def test_message_when_it_is_long_is_cut_at_the_limit():
    with pytest.raises(AssertionError) as caught:
        compare.fail("x" * 400, "y" * 400, "z", "h")
    assert len(str(caught.value)) == compare.MESSAGE_LIMIT


def test_message_holds_property_both_sides_and_hint():
    with pytest.raises(AssertionError, match=r"^The thing: got 1, expected 2\. Is it so\?$"):
        compare.fail("The thing", 1, 2, "Is it so?")


@pytest.mark.parametrize(
    "values",
    [None, "text", 3.0, ["text"], [np.array(["a"])], [np.array([math.nan])], [np.array([1j])], [True], [10**40]],
)
def test_arrays_when_the_answer_is_no_list_of_finite_arrays_fail(values):
    with pytest.raises(AssertionError, match="The thing"):
        compare.finite_arrays(values, **WORDS)


def test_arrays_when_plain_come_back_as_float64():
    first, second = compare.finite_arrays([np.ones((2, 1), dtype=np.float32), 3], **WORDS)
    assert (first.dtype, first.shape, second.dtype, float(second)) == (np.float64, (2, 1), np.float64, 3.0)


@pytest.mark.parametrize("change", [lambda x: x[:-1], lambda x: x + 0.01, lambda x: x * math.nan, lambda x: x[:0]])
def test_close_when_shape_or_values_differ_fails(change, rng):
    x = rng.normal(size=(9, 2))
    with pytest.raises(AssertionError, match="The thing"):
        compare.assert_close(change(x), x, tolerance=1e-3, **WORDS)


def test_close_within_the_tolerance_passes(rng):
    x = rng.normal(size=(9, 2))
    compare.assert_close(x + 1e-6, x, tolerance=1e-3, **WORDS)


@pytest.mark.parametrize("factor", [1.0, -3.0, 1e-9])
def test_parallel_when_rows_keep_their_line_passes(factor, rng):
    x = rng.normal(size=(9, 3))
    compare.assert_parallel(factor * x, x, tolerance=1e-4, **WORDS)


@pytest.mark.parametrize("change", [lambda x: 0 * x, lambda x: x[:, ::-1], lambda x: x[:3], lambda x: x * math.nan])
def test_parallel_when_rows_leave_their_line_fails(change, rng):
    x = rng.normal(size=(9, 3))
    with pytest.raises(AssertionError, match="The thing"):
        compare.assert_parallel(change(x), x, tolerance=1e-4, **WORDS)


def test_standard_normal_when_it_is_passes(rng):
    for shape in ((1,), (2,), (50, 2), (3000, 2, 5)):
        compare.assert_standard_normal(rng.normal(size=shape), alpha=1e-9, **WORDS)


@pytest.mark.parametrize(
    "change",
    [
        lambda z: 1.1 * z,
        lambda z: 0.9 * z,
        lambda z: z + 0.1,
        lambda z: math.sqrt(3) * (2 * np.argsort(np.argsort(z)) / z.size - 1),
        lambda z: z * 0,
        lambda z: z * math.nan,
    ],
    ids=["too wide", "too narrow", "off centre", "uniform", "zero", "nan"],
)
def test_standard_normal_when_it_is_not_fails(change, rng):
    with pytest.raises(AssertionError, match="The thing"):
        compare.assert_standard_normal(change(rng.normal(size=30_000)), alpha=1e-9, **WORDS)


def test_normal_shape_passes_at_any_scale_and_refuses_another_law(rng):
    scales = np.array([0.01, 1.0, 300.0])
    compare.assert_normal_shape(scales * rng.normal(size=(20_000, 3)), alpha=1e-9, **WORDS)
    for columns in (rng.uniform(-1, 1, size=(20_000, 3)), np.zeros((20_000, 3))):
        with pytest.raises(AssertionError, match="The thing"):
            compare.assert_normal_shape(columns, alpha=1e-9, **WORDS)


def test_fresh_columns_when_independent_pass(rng):
    compare.assert_fresh_columns(rng.normal(size=(500, 8)), alpha=1e-9, **WORDS)


@pytest.mark.parametrize(
    "change",
    [
        lambda z: np.hstack([z, -z[:, :1]]),
        lambda z: np.hstack([z, 0 * z[:, :1]]),
        lambda z: np.repeat(z[:1], len(z), axis=0),
        lambda z: np.hstack([z, z[:, :1] + z[:, 1:2]]),
    ],
    ids=["repeated column", "zero column", "one row for all", "mixture"],
)
def test_fresh_columns_when_something_is_shared_fail(change, rng):
    with pytest.raises(AssertionError, match="The thing"):
        compare.assert_fresh_columns(change(rng.normal(size=(500, 8))), alpha=1e-9, **WORDS)


def test_mean_of_unknown_spread(rng):
    values = 5 + 0.1 * rng.normal(size=60)
    compare.assert_mean(values, 5.0, alpha=1e-9, **WORDS)
    for wrong in (values + 0.3, np.full(60, 4.9)):
        with pytest.raises(AssertionError, match="The thing"):
            compare.assert_mean(wrong, 5.0, alpha=1e-9, **WORDS)


def test_standard_score():
    compare.assert_standard_score(-4.0, alpha=1e-9, **WORDS)
    for wrong in (7.0, -7.0, math.nan):
        with pytest.raises(AssertionError, match="The thing"):
            compare.assert_standard_score(wrong, alpha=1e-9, **WORDS)


@pytest.mark.parametrize("count", [2, 5, 40, 1000])
@pytest.mark.parametrize("alpha", [0.2, 0.01])
def test_bounds_when_simulated_are_exceeded_less_often_than_they_say(count, alpha):
    rng, runs = np.random.default_rng(11), 2000
    z = rng.normal(size=(runs, count))
    squares = np.mean(z**2, axis=1)
    low, high = compare.scale_bounds(count, alpha)
    cosines = z[:, 0] / np.linalg.norm(z, axis=1)
    distances = np.array([compare.distribution_distance(row) for row in z])
    rates = [
        np.mean((squares < low) | (squares > high)),
        np.mean(np.abs(cosines) > compare.correlation_bound(count, alpha)),
        np.mean(distances > compare.distribution_bound(count, alpha)),
    ]
    # Five standard errors of the simulated rate: this fails with a probability below 1e-5 even at an exact bound.
    assert max(rates) <= alpha + 5 * math.sqrt(alpha / runs)
