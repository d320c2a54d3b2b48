"""Comparers of random numbers pass what follows the law, and refuse what does not, whatever its size."""

import math

import numpy as np
import pytest

from grader.judging import random_laws

WORDS = {"what": "The thing", "hint": "Is it so?"}
GIANTS = [1e-320, 1e-162, 1e6, 1e162, 1e300]


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def test_standard_normal_when_it_is_passes(rng):
    for shape in ((1,), (2,), (50, 2), (3000, 2, 5)):
        random_laws.assert_standard_normal(rng.normal(size=shape), alpha=1e-9, **WORDS)


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
        random_laws.assert_standard_normal(change(rng.normal(size=30_000)), alpha=1e-9, **WORDS)


def test_normal_shape_passes_at_any_scale_and_refuses_another_law(rng):
    scales = np.array([0.01, 1.0, 300.0])
    random_laws.assert_normal_shape(scales * rng.normal(size=(20_000, 3)), alpha=1e-9, **WORDS)
    for columns in (rng.uniform(-1, 1, size=(20_000, 3)), np.zeros((20_000, 3))):
        with pytest.raises(AssertionError, match="The thing"):
            random_laws.assert_normal_shape(columns, alpha=1e-9, **WORDS)


def test_fresh_columns_when_independent_pass(rng):
    random_laws.assert_fresh_columns(rng.normal(size=(500, 8)), alpha=1e-9, **WORDS)


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
        random_laws.assert_fresh_columns(change(rng.normal(size=(500, 8))), alpha=1e-9, **WORDS)


def shared(z, *axes):
    """The array with one slice, along these axes, in the place of all."""
    for axis in axes:
        z = np.repeat(z.take([0], axis=axis), z.shape[axis], axis=axis)
    return z


@pytest.mark.parametrize("axes", [(), (0,), (1,), (2,), (3,), (0, 3), (2, 3)])
def test_unit_scale_when_it_is_passes_however_it_is_shared(axes, rng):
    for _ in range(20):
        random_laws.assert_unit_scale(shared(rng.normal(size=(20, 160, 2, 18)), *axes), alpha=1e-9, **WORDS)


@pytest.mark.parametrize(
    "change",
    [
        lambda z: 1.02 * z,
        lambda z: 0.98 * z,
        lambda z: 0 * z,
        lambda z: z * math.nan,
        lambda z: shared(z, 0, 1, 3),
        lambda z: np.where(np.arange(20)[:, None, None, None] == 7, 1e6, z),
        lambda z: np.where(np.arange(20)[:, None, None, None] == 7, math.sqrt(20) * z, 0),
        lambda z: np.where(np.arange(160)[:, None, None] == 7, math.sqrt(160) * z, 0),
        lambda z: np.where(np.arange(18) == 7, math.sqrt(18) * z, 0),
        lambda z: z * [[1.4], [0.2]],
        *(lambda z, size=size: size * z for size in GIANTS),
        *(lambda z, size=size: np.where(np.arange(z.size).reshape(z.shape) == 5, size, z) for size in GIANTS[2:]),
    ],
)
def test_unit_scale_when_it_is_not_fails(change, rng):
    with pytest.raises(AssertionError, match="The thing"):
        random_laws.assert_unit_scale(change(rng.normal(size=(20, 160, 2, 18))), alpha=1e-9, **WORDS)


LAWS = [
    lambda rng, n: rng.normal(size=n),
    lambda rng, n: rng.uniform(-1, 1, size=n) * math.sqrt(3),
    lambda rng, n: rng.laplace(size=n) / math.sqrt(2),
    lambda rng, n: rng.exponential(size=n) - 1,
]


@pytest.mark.parametrize("law", LAWS, ids=["normal", "uniform", "Laplace", "exponential"])
def test_unit_scale_when_numbers_of_another_law_are_shared_passes(law, rng):
    for _ in range(20):
        values = law(rng, 480)
        values = np.broadcast_to((values / np.sqrt(np.mean(values**2)))[:, None, None], (20, 480, 2, 18))
        random_laws.assert_unit_scale(values, alpha=1e-12, **WORDS)


@pytest.mark.parametrize("share", [1 / 3, 1 / 2])
@pytest.mark.parametrize("scale", [0.8, 1.0, 1.2])
def test_unit_scale_when_two_numbers_are_shared_fails(share, scale):
    large = np.arange(480) < share * 480
    values = scale * np.where(large, math.sqrt((1 - 0.01 * (1 - share)) / share), 0.1)
    with pytest.raises(AssertionError, match="few values that repeat"):
        random_laws.assert_unit_scale(np.broadcast_to(values[:, None, None], (20, 480, 2, 18)), alpha=1e-12, **WORDS)


@pytest.mark.parametrize("size", GIANTS)
def test_laws_refuse_numbers_of_any_other_size(size, rng):
    z = rng.normal(size=(500, 8))
    with pytest.raises(AssertionError, match="The thing"):
        random_laws.assert_standard_normal(size * z, alpha=1e-9, **WORDS)
    if not 1e-6 <= size <= 1e6:
        with pytest.raises(AssertionError, match="The thing"):
            random_laws.assert_normal_shape(size * z, alpha=1e-9, **WORDS)
    for few in (1, 2, 5):
        with pytest.raises(AssertionError, match="The thing"):
            random_laws.assert_standard_normal(np.full(few, size), alpha=1e-9, **WORDS)


@pytest.mark.parametrize("size", GIANTS)
def test_cosines_are_the_same_at_every_size(size, rng):
    left, right = rng.normal(size=(50, 2)), rng.normal(size=(50, 3))
    assert random_laws.cosines(size * left, right) == pytest.approx(random_laws.cosines(left, right), abs=1e-3)
    assert random_laws.cosines(left, right)[0, 0] == pytest.approx(
        left[:, 0] @ right[:, 0] / np.linalg.norm(left[:, 0]) / np.linalg.norm(right[:, 0])
    )
    assert random_laws.cosines(0 * left, right).tolist() == np.ones((2, 3)).tolist()


def test_a_single_number_has_no_correlation():
    assert random_laws.correlation_bound(1, 1e-9) == 1.0


def test_standard_score():
    random_laws.assert_standard_score(-4.0, alpha=1e-9, **WORDS)
    for wrong in (7.0, -7.0, math.nan):
        with pytest.raises(AssertionError, match="The thing"):
            random_laws.assert_standard_score(wrong, alpha=1e-9, **WORDS)


@pytest.mark.parametrize("count", [2, 5, 40, 1000])
@pytest.mark.parametrize("alpha", [0.2, 0.01])
def test_bounds_when_simulated_are_exceeded_less_often_than_they_add_error(count, alpha):
    rng, runs = np.random.default_rng(11), 2000
    z = rng.normal(size=(runs, count))
    squares = np.mean(z**2, axis=1)
    low, high = random_laws.scale_bounds(count, alpha)
    cosines = z[:, 0] / np.linalg.norm(z, axis=1)
    distances = np.array([random_laws.distribution_distance(row) for row in z])
    rates = [
        np.mean((squares < low) | (squares > high)),
        np.mean(np.abs(cosines) > random_laws.correlation_bound(count, alpha)),
        np.mean(distances > random_laws.distribution_bound(count, alpha)),
    ]
    # Five standard errors of the simulated rate: this fails with a probability below 1e-5 even at an exact bound.
    assert max(rates) <= alpha + 5 * math.sqrt(alpha / runs)
