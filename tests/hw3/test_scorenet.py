"""Hidden tests of task 3: the score network, judged by its function, however it is written.

The parameters are replaced by random ones and come back as values; the composition is computed from them.
Deterministic: a right answer fails with probability 0. Float32 errors are about 1e-6 of the largest output.
"""

import numpy as np
import pytest

from grader import compare

TOLERANCE = 1e-4
ROWS = 64
# First a dry run, which makes lazy layers; then random parameters, so that no initialisation hides a layer.
PROBE = """
import torch
inputs = torch.as_tensor(x, dtype=torch.float32)
network = ScoreNet()
network(inputs)
parameters = list(network.parameters())
with torch.no_grad():
    for parameter in parameters:
        parameter.normal_(0.0, 0.15)
values = [parameter.detach().clone().squeeze() for parameter in parameters]
output = network(inputs)
sizes = {id(parameter): 0.0 for parameter in parameters}
free = [parameter for parameter in parameters if parameter.requires_grad]
if free and torch.is_tensor(output) and output.requires_grad:
    for parameter, slope in zip(free, torch.autograd.grad(output.square().sum(), free, allow_unused=True)):
        sizes[id(parameter)] = 0.0 if slope is None else float(slope.abs().max())
with torch.no_grad():
    for parameter in parameters:
        if parameter.numel() == 2:
            parameter += torch.as_tensor(shift, dtype=torch.float32).reshape(parameter.shape)
    shifted = network(inputs)
[output, shifted, torch.tensor(list(sizes.values())), *values]
"""


def probe(submission, rng):
    """Inputs (ROWS, 2), a shift (2,), outputs before and after it, slopes of parameters, the parameters."""
    x, shift = 4 * rng.normal(size=(ROWS, 2)), np.array([-3.0, 3.0]) * rng.uniform(1, 1.5, size=2)
    hint = "Does ScoreNet() map (n, 2) to (n, 2)?"
    answer = compare.finite_arrays(submission.eval(PROBE, x=x, shift=shift), what="The network", hint=hint)
    if len(answer) < 4 or answer[0].shape != (ROWS, 2) or answer[1].shape != (ROWS, 2):
        shape = answer[0].shape if len(answer) > 3 else "no parameters"
        compare.fail("The network's output", shape, (ROWS, 2), hint)
    return x.astype(np.float32).astype(np.float64), shift, *answer[:3], answer[3:]


@pytest.mark.points(5)
def test_layers(submission, rng):
    """Three layers 2 -> 128 -> 128 -> 2 with biases, all of them in use and trainable."""
    *_, slopes, parameters = probe(submission, rng)
    hint = "How many numbers go in and out of each of the three layers?"
    matrices = sorted(sorted(p.shape) for p in parameters if p.size != max(p.shape, default=1))
    if matrices != [[2, 128], [2, 128], [128, 128]]:
        compare.fail("The weights", f"sizes {matrices}", "three layers, with 128 numbers between them", hint)
    total = sum(p.size for p in parameters)
    if total != (2 * 128 + 128) + (128 * 128 + 128) + (128 * 2 + 2):
        compare.fail("The network", f"{total} parameters", "weights and biases of three layers", hint)
    used = int(np.sum(slopes > 0))
    if used != len(parameters):
        used = f"{used} of {len(parameters)} parameter arrays that the gradient of the output reaches"
        compare.fail("The network", used, "all of them", "Does forward use every layer, and let gradients pass?")


@pytest.mark.points(6)
def test_hidden(submission, rng, reference):
    """A Softplus follows every layer but the last."""
    x, shift, output, shifted, _, parameters = probe(submission, rng)
    outputs, moves = np.stack([output, shifted]), np.stack([0 * shift, shift])[:, None]
    moves = moves * any(p.size == 2 for p in parameters)  # a missing bias is judged elsewhere
    errors = [
        compare.largest_error(outputs, ending(reference.network(layers, x) + moves))
        for layers in reference.layer_orders(parameters)
        if len(layers) > 1
        for ending in reference.ENDINGS
    ]
    hint = "Which function follows each Linear layer?"
    if not errors:
        compare.fail("The network", "no chain of layers from 2 to 2 numbers", "one with hidden layers", hint)
    if not np.ptp(outputs, axis=1).max() > 0:
        compare.fail("The output", "the same numbers for all inputs", "numbers that depend on the input", hint)
    if not min(errors) <= TOLERANCE:
        error = f"a largest error of {min(errors):.2g} of the largest value"
        compare.fail("The output against your weights put together with Softplus", error, "none", hint)


@pytest.mark.points(4)
def test_output(submission, rng, reference):
    """Nothing follows the last layer: its bias moves the output by as much."""
    x, shift, output, shifted, _, parameters = probe(submission, rng)
    hint = "May a component of a score be negative? What stands after the last layer?"
    if sum(p.size != max(p.shape, default=1) for p in parameters) < 2:
        compare.fail("The network", "fewer than two layers", "hidden layers before the last", hint)
    if any(p.size == 2 for p in parameters):
        what = "The move of the output when the last bias moves"
        moves = np.broadcast_to(shift, output.shape)
        compare.assert_close(shifted - output, moves, tolerance=TOLERANCE, what=what, hint=hint)
        return
    orders = [layers for layers in reference.layer_orders(parameters) if len(layers) > 1]
    errors = [compare.largest_error(output, reference.network(layers, x)) for layers in orders]
    if not min(errors, default=np.inf) <= TOLERANCE:
        compare.fail("The output", "numbers that no last Linear layer makes", "those of the last layer", hint)
