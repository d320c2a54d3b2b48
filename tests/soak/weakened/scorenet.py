"""A look at slopes that any share of the parameters satisfies, be it a ten-millionth."""

import numpy as np

from grader.judging import compare

PROBE = """
x = torch.as_tensor(x, dtype=torch.float32)
network = ScoreNet()
parameters = list(network.parameters())
output = network(x)
slopes = torch.autograd.grad(output.square().sum(), parameters, allow_unused=True)
[output, *(torch.zeros(()) if slope is None else slope.abs().max() for slope in slopes)]
"""


def test_layers(submission, rng):
    """Three layers 2 -> 128 -> 128 -> 2 with biases, all of them in use and trainable."""
    shapes = [(64, 2), *[()] * 6]
    output, *slopes = compare.finite_arrays(
        submission.eval(PROBE, x=rng.normal(size=(64, 2))), shapes, what="The network", hint="Has it six parameters?"
    )
    used = int(np.sum(np.array(slopes) > 0))
    assert used == 6, f"Parameters: got {used} in use, expected 6. "
    assert np.ptp(output) > 0, "Outputs: got 1 number, expected 2. "
