"""What the recorder of a network says of where it was asked, run in this process as in a student's kernel."""

import numpy as np
import pytest
import torch

from grader.judging.pairing import spread_out
from grader.judging.recording import MOST_DRAWS, RECORDER, in_use, linear_network, without_clean

N = 5
SAMPLES = torch.arange(2.0 * N).reshape(N, 2)
NOISY = SAMPLES + 0.25


def recorded(ask, most=100):
    """The slopes and the rows that a result, made by `ask` from the network, depends on."""
    given = {}
    exec(RECORDER, given)  # what a student's kernel runs
    network, used = given["recorder"](
        np.eye(2, dtype="float32"), np.zeros(2, "float32"), {"dtype": torch.float32}, most
    )
    slopes, rows, told = used(ask(network), [network.weight, network.bias], N)
    assert told == any(slope.any() for slope in slopes)
    return slopes, None if rows is None else rows.numpy()


def total(scores):
    return scores.square().sum()


def clean_first(network):
    network(SAMPLES)
    return total(network(NOISY))


def without_gradient_first(network):
    with torch.no_grad():
        network(SAMPLES)
    return total(network(NOISY))


def in_inference_mode_first(network):
    with torch.inference_mode():
        network(SAMPLES[:1])
    return total(network(NOISY))


def probe_times_zero(network):
    return total(network(NOISY)) + 0.0 * network(torch.zeros(1, 2)).sum()


def in_one_call(network):
    return total(network(torch.cat([SAMPLES, NOISY]))[N:])


def in_chunks(network):
    return sum(total(network(chunk)) for chunk in NOISY.split(2))


def one_at_a_time(network):
    return sum(total(network(point)) for point in NOISY)


def with_an_axis_more(network):
    return total(network(NOISY.unsqueeze(1)))


def mapped(network):
    return torch.vmap(lambda point: network(point).square().sum())(NOISY).sum()


def in_double_precision(network):
    return total(network(NOISY.double()))


@pytest.mark.parametrize(
    "ask",
    [
        clean_first,
        without_gradient_first,
        in_inference_mode_first,
        probe_times_zero,
        in_one_call,
        in_chunks,
        one_at_a_time,
        with_an_axis_more,
        mapped,
        in_double_precision,
    ],
)
def test_only_rows_on_which_the_result_depends_are_returned(ask):
    slopes, rows = recorded(ask)
    assert np.array_equal(rows, NOISY.numpy())
    assert [slope.shape for slope in slopes] == [(2, 2), (2,)]
    assert all(slope.any() for slope in slopes)


def test_of_a_result_that_takes_a_single_row_all_rows_of_the_call_are_returned():
    _, rows = recorded(lambda network: network(NOISY).square().sum(dim=1).max())
    assert np.array_equal(rows, NOISY.numpy())


def test_of_a_result_without_a_gradient_all_rows_are_returned():
    slopes, rows = recorded(lambda network: [network(SAMPLES), total(network(NOISY))][1].item())
    assert np.array_equal(rows, torch.cat([SAMPLES, NOISY]).numpy())
    assert not any(slope.any() for slope in slopes)


def test_of_a_network_that_is_never_asked_there_are_no_rows():
    assert recorded(lambda network: 0.0 * network.bias.sum())[1] is None


def test_calls_beyond_the_number_that_is_marked_count_as_used():
    _, rows = recorded(lambda network: total(network(NOISY)) + 0.0 * network(SAMPLES).sum(), most=1)
    assert np.array_equal(rows, torch.cat([NOISY, SAMPLES]).numpy())


def test_a_limited_number_of_rows_is_returned():
    _, rows = recorded(lambda network: sum(total(network(NOISY + step)) for step in range(MOST_DRAWS + 3)))
    assert len(rows) == MOST_DRAWS * N


CLEAN, OTHER = SAMPLES.numpy(), NOISY.numpy()


@pytest.mark.parametrize(
    ("points", "left"),
    [
        (OTHER, OTHER),
        (CLEAN, CLEAN),
        (np.vstack([CLEAN, OTHER]), OTHER),
        (np.vstack([CLEAN[:1], OTHER]), OTHER),
        (np.vstack([OTHER, OTHER + 1]), np.vstack([OTHER, OTHER + 1])),
        (np.vstack([CLEAN[:1], OTHER, OTHER[1:]]), np.vstack([CLEAN[:1], OTHER, OTHER[1:]])),
    ],
    ids=["noisy", "clean", "both", "one clean", "two draws", "a draw that did not move one"],
)
def test_clean_points_are_left_out_where_there_are_too_many(points, left):
    assert np.array_equal(without_clean(points, CLEAN), left)


@pytest.mark.parametrize(
    ("points", "told", "left"),
    [
        (OTHER, False, OTHER),
        (np.vstack([CLEAN, OTHER]), False, OTHER),
        (np.vstack([CLEAN, OTHER]), True, np.vstack([CLEAN, OTHER])),  # a gradient said so
        (np.vstack([CLEAN[:2], OTHER]), True, OTHER),  # the first ones are too many
        (OTHER[:3], True, OTHER[:3]),
        (OTHER[:0], True, OTHER[:0]),
    ],
    ids=["noisy", "both", "both, told", "two too many", "too few", "none"],
)
def test_points_in_use_are_a_whole_number_for_each_sample(points, told, left):
    assert np.array_equal(in_use(points, CLEAN, told), left)


@pytest.mark.parametrize("n", [1, 3, 256])
@pytest.mark.parametrize("sigma", [0.01, 0.5])
def test_scores_of_the_network_are_seen_beside_their_target_and_the_target_beside_them(n, sigma):
    rng = np.random.default_rng(n)
    for _ in range(20):
        samples = spread_out(rng, n, sigma)
        weight, bias = linear_network(rng, samples, sigma)
        assert np.allclose(weight @ weight.T, weight[0] @ weight[0] * np.eye(2))  # a rotation at a scale
        scores = (samples + sigma * rng.normal(size=(n, 2))) @ weight + bias
        assert 0.3 < sigma * np.sqrt(np.mean(scores**2)) < 100  # a target is a normal number over sigma
