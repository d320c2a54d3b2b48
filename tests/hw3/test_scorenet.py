"""Hidden tests of task 3: the score network, judged by its function, however it is written.

Its parameters are given values of ours (grader/judging/probe.py); what is due is computed from these values, never from
what the network says of itself. A right answer fails with a probability of about 4e-14, where two redraws of one array
have next to no effect (docs/statistics.md). Float32 errors are about 1e-6 of the largest output.
"""

import math
from itertools import islice

import numpy as np
import pytest

from grader.judging import compare
from grader.judging.probe import Probe, Setting
from grader.wording import amount, shape

TOLERANCE = 1e-4
ROWS = 64
ORDERS = 32  # ways to chain the layers up: 4 for three layers, 24 for four
# Outputs differ between inputs by 0.0002 of their size or more, even with a softmax for activation; and an array that
# is drawn anew twice moves them by 0.02 of that difference or more once, even beside the input itself.
SPREAD, IN_USE = 5e-5, 1e-2
# Slopes against differences over a share of a redraw: a small one for kinks, a large one for jumps. Right ones have a
# cosine of 0.999 and the same length, a Softplus with a jump in it 0.67 and 1.6 times the length.
SHARES, COSINE, LENGTH, MIXTURES = (0.01, 0.6), 0.5, 3.0, 16


def probe_of(submission, rng):
    """A ScoreNet and inputs of size 4."""
    return Probe(submission, "ScoreNet()", 4 * rng.normal(size=(ROWS, 2)))


def setting_of(probe, rng, moves):
    """Values for all parameters, as directions what leads to others, and moves."""
    values = probe.draw(rng)
    return Setting(values, probe.redraw(values, rng), list(moves))


def ask(probe, settings, mixtures=None):
    """What `Probe.ask` finds, once the outputs are seen to differ between inputs."""
    found = probe.ask(settings, (ROWS, 2), mixtures)
    for one in found:
        if not spread_of(one.output) > SPREAD * rms(one.output):
            hint = "Does forward pass its input through the layers?"
            compare.fail("The output", "all but the same numbers for all inputs", "numbers that depend on x", hint)
    return found


def rms(values):
    """The root of the mean square."""
    return np.sqrt(np.mean(np.square(values)))


def spread_of(output):
    """How much outputs (ROWS, 2) differ between inputs, as a root mean square."""
    return rms(output - output.mean(axis=0))


def weights_of(probe):
    """The places of the weights: what has two axes."""
    return [place for place, shape in enumerate(probe.shapes) if len(shape) > 1]


def used_of(count, *settings):
    """How many of the first moves changed the outputs notably, at one of the settings at least."""
    effects = [[rms(moved - one.output) / spread_of(one.output) for moved in one.moved[:count]] for one in settings]
    return int((np.max(effects, axis=0) >= IN_USE).sum())


def chains_of(reference, probe, values):
    """The ways to chain two or more layers up with these values."""
    chains = islice(reference.layer_orders(probe.squeezed(values)), ORDERS)
    return [layers for layers in chains if len(layers) > 1]


@pytest.mark.points(5)
def test_layers(submission, rng):
    """Three layers 2 -> 128 -> 128 -> 2 with biases, all of them in use and trainable."""
    probe = probe_of(submission, rng)
    hint = "How many numbers go in and out of each of the three layers?"
    sizes = sorted(sorted(probe.shapes[place]) for place in weights_of(probe))
    if sizes != [[2, 128], [2, 128], [128, 128]]:
        told = ", ".join(shape(size, (2, 128)) for size in sizes) or "none"
        compare.fail("The weights", f"sizes {told}", "three layers, with 128 numbers between them", hint)
    if sum(map(math.prod, probe.shapes)) != (2 * 128 + 128) + (128 * 128 + 128) + (128 * 2 + 2):
        compare.fail("The network", "another number of parameters", "weights and biases of three layers", hint)
    count = len(probe.full)
    signed = [(place, sign * share) for share in SHARES for sign in (1, -1) for place in range(count)]
    redraws = [(place, 1.0) for place in range(count)]
    setting = setting_of(probe, rng, [*redraws, *signed])
    mixtures = rng.normal(size=(MIXTURES, ROWS, 2)).astype(np.float32)
    (found,) = ask(probe, [setting], mixtures)
    used = used_of(count, found, *ask(probe, [setting_of(probe, rng, redraws)]))
    if used != count:
        what = f"{used} of {count} parameter arrays that the output depends on notably"
        compare.fail("The network", what, "all of them", "Does forward use every layer?")
    moved = np.array(found.moved[count:]).reshape(len(SHARES), 2, count, ROWS, 2)
    differences = (moved[:, 0] - moved[:, 1]) / (2 * np.reshape(SHARES, (-1, 1, 1, 1)))
    due = np.einsum("mnd,scnd->scm", mixtures, differences)
    agree = sum(any(agrees(slope, one) for one in due[:, place]) for place, slope in enumerate(found.slopes.T))
    if agree != count:
        what = f"{agree} of {count} parameter arrays whose gradient says how the output moves"
        compare.fail("The network", what, "all of them", "Does forward let gradients pass to every layer?")


def agrees(slopes, due):
    """Whether the slopes for all mixtures are those of the differences, roughly."""
    cosine, length = compare.towards(slopes, due) if due.any() else (0.0, 0.0)
    return cosine >= COSINE and 1 / LENGTH <= length <= LENGTH


@pytest.mark.points(6)
def test_hidden(submission, rng, reference):
    """A Softplus follows every layer but the last."""
    probe = probe_of(submission, rng)
    settings = [Setting(probe.draw(rng), [], []) for _ in range(3)]
    outputs = np.array([found.output for found in ask(probe, settings)])
    hint = "Which function follows each Linear layer?"
    chains = zip(*(chains_of(reference, probe, setting.values) for setting in settings), strict=True)
    # What follows the last layer is judged elsewhere.
    errors = [
        compare.largest_error(outputs, ending(np.array([reference.network(layers, probe.x) for layers in chain])))
        for chain in chains
        for ending in reference.ENDINGS
    ]
    if not errors:
        compare.fail("The network", "no chain of layers from 2 to 2 numbers", "one with hidden layers", hint)
    if not min(errors) <= TOLERANCE:
        error = f"a largest error of {amount(min(errors))} of the largest value"
        compare.fail("The output against your weights put together with Softplus", error, "none", hint)


@pytest.mark.points(4)
def test_output(submission, rng, reference):
    """Nothing follows the last layer: its bias moves the output by as much."""
    probe = probe_of(submission, rng)
    hint = "May a component of a score be negative? What stands after the last layer?"
    weights = weights_of(probe)
    biases = [place for place, shape in enumerate(probe.shapes) if math.prod(shape) == 2]
    if len(weights) < 2:
        compare.fail("The network", "fewer than two layers", "hidden layers before the last", hint)
    moves = [(place, 1.0) for place in [*weights, *biases[:1]]]
    settings = [setting_of(probe, rng, moves) for _ in range(2)]
    shifts = np.array([-3.0, 3.0]) * rng.uniform(1, 1.5, size=(2, 2)).astype(np.float32)
    for setting, shift in zip(settings, shifts, strict=True):
        for place in biases[:1]:
            setting.directions[place] = shift.reshape(probe.full[place]).astype(np.float32)
    for setting, shift, found in zip(settings, shifts, ask(probe, settings), strict=True):
        used = used_of(len(weights), found)
        if used < 2:
            what = f"one that depends notably on {used} of {len(weights)} weights"
            compare.fail("The output", what, "one of all layers", "Does forward use every layer?")
        if biases:
            what = "The move of the output when the last bias moves"
            moved, due = found.moved[-1] - found.output, np.broadcast_to(shift, found.output.shape)
            compare.assert_close(moved, due, tolerance=TOLERANCE, what=what, hint=hint)
            continue
        chains = chains_of(reference, probe, setting.values)
        errors = [compare.largest_error(found.output, reference.network(layers, probe.x)) for layers in chains]
        if not min(errors, default=np.inf) <= TOLERANCE:
            compare.fail("The output", "numbers that no last Linear layer makes", "those of the last layer", hint)
