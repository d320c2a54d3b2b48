import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.judging.pairing import REACH, different_draws, draws_of, nearest, spread_out


def distances(samples):
    apart = np.linalg.norm(samples[:, None] - samples, axis=-1)
    return apart[~np.eye(len(samples), dtype=bool)]


@pytest.mark.parametrize("n", [2, 3, 7, 64, 256, 1000])
def test_samples_are_fifty_standard_deviations_apart_or_more(n):
    samples = spread_out(np.random.default_rng(n), n, 0.2)
    assert samples.shape == (n, 2)
    assert distances(samples).min() >= 50 * 0.2


def test_a_single_sample_is_near_the_origin():
    assert np.abs(spread_out(np.random.default_rng(1), 1, 0.5)).max() <= 4 * 0.5


@given(seed=st.integers(0, 10**6), n=st.integers(1, 40), m=st.integers(1, 4), sigma=st.sampled_from([0.01, 0.2, 1.0]))
def test_in_any_order_each_point_is_given_back_to_its_own_sample(seed, n, m, sigma):
    rng = np.random.default_rng(seed)
    samples = spread_out(rng, n, sigma).astype(np.float32)
    points = (samples[:, None] + sigma * rng.normal(size=(n, m, 2))).astype(np.float32).astype(np.float64)
    found = draws_of(rng.permutation(points.reshape(-1, 2)), samples, sigma)
    assert found.shape == (n, m, 2)
    assert np.array_equal(np.sort(found, axis=1), np.sort(points, axis=1))


def test_points_on_the_edges_of_cells_are_found_too():
    samples, reach = np.array([[49.51, -42.2], [-23.96, 41.5]]), 0.1
    edges = 0.25 * np.arange(-400, 400)
    for axis in (0, 1):
        for edge in edges[np.abs(edges - samples[0, axis]) <= 0.05]:
            point = samples[:1].copy()
            point[0, axis] = edge
            assert nearest(point, samples, reach).tolist() == [0]


def test_what_is_near_no_sample_has_none():
    samples = spread_out(np.random.default_rng(2), 9, 1.0)
    points = samples + np.array([REACH + 0.1, 0.0])
    assert nearest(points, samples, REACH).tolist() == [-1] * 9


@pytest.mark.parametrize("scale", [30.0, 100.0, 1e6])
def test_points_with_noise_of_another_scale_are_taken_in_place(scale):
    rng = np.random.default_rng(3)
    samples = spread_out(rng, 16, 0.1)
    points = samples + scale * 0.1 * rng.normal(size=samples.shape)
    assert np.array_equal(draws_of(points, samples, 0.1), points[:, None])


def test_a_batch_that_leaves_a_sample_out_is_taken_in_place():
    rng = np.random.default_rng(4)
    samples = spread_out(rng, 8, 0.1)
    points = samples[[1, 1, 2, 3, 4, 5, 6, 7]] + 0.1 * rng.normal(size=samples.shape)
    assert np.array_equal(draws_of(points, samples, 0.1), points[:, None])


def test_draws_that_repeat_an_earlier_one_are_left_out():
    draws = np.random.default_rng(5).normal(size=(6, 2, 2))
    assert np.array_equal(different_draws(draws[:, [0, 1, 0, 1]]), draws)
