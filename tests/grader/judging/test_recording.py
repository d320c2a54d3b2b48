"""What the recorder of a network says of where it was asked, run in this process as in a student's kernel."""

import numpy as np
import pytest
import torch

from grader.judging.recording import MOST_DRAWS, RECORDER, without_clean

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
