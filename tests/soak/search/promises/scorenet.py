"""What the hidden tests of `scorenet` promise, measured by what the output does when parameters are written.

They are written and read where torch keeps them, past whatever an answer's classes make of that.
"""

from typing import Any

import numpy as np
import torch

from search.oracle import REFERENCE

SIZES = [[2, 128], [2, 128], [128, 128]]


class Net:
    """A network of an answer's, its true parameters, and some inputs."""

    def __init__(self, given: dict[str, Any], rng: np.random.Generator) -> None:
        self.rng = rng
        self.x = torch.as_tensor(3 * rng.normal(size=(48, 2)), dtype=torch.float32)
        self.network = given["ScoreNet"]()
        self.network(self.x)
        self.parameters = list(torch.nn.Module.parameters(self.network))
        for parameter in self.parameters:
            self.write(parameter, 0.15 * rng.normal(size=tuple(parameter.shape)))

    def write(self, parameter: torch.Tensor, values: np.ndarray) -> None:
        """Put numbers into a parameter."""
        with torch._C.DisableTorchFunctionSubclass(), torch.no_grad():
            torch.Tensor.copy_(parameter, torch.as_tensor(values, dtype=torch.float32))

    def read(self, parameter: torch.Tensor) -> np.ndarray:
        """The numbers in a parameter."""
        with torch._C.DisableTorchFunctionSubclass():
            return torch.Tensor.numpy(torch.Tensor.detach(parameter)).astype(np.float64)

    def output(self) -> np.ndarray:
        """The outputs (48, 2); an array of NaN where they are something else."""
        with torch.no_grad():
            value = self.network(self.x)
        got = np.asarray(value.detach() if torch.is_tensor(value) else value, dtype=np.float64)
        return got if got.shape == (48, 2) else np.full((48, 2), np.nan)

    def shares(self) -> list[float]:
        """How much of the output changes when a parameter is drawn anew, and how much its gradient says so."""
        weights = torch.as_tensor(self.rng.normal(size=(48, 2)), dtype=torch.float32)
        slopes = torch.autograd.grad((self.network(self.x) * weights).sum(), self.parameters)
        shares = []
        for parameter, slope in zip(self.parameters, slopes, strict=True):
            kept, before = self.read(parameter).copy(), self.output()
            move = 0.15 * self.rng.normal(size=kept.shape)
            self.write(parameter, kept + move)
            change = np.linalg.norm(self.output() - before)
            self.write(parameter, kept)
            told = float(slope.detach().norm()) * np.linalg.norm(move) / 10  # of a slope at random 1 in 10 is meant
            shares += [float(change / np.linalg.norm(before)), told / float(change)]
        return shares


def layers(given: dict[str, Any], rng: np.random.Generator) -> float:
    """The sizes; the least share of the output that hangs on a parameter, or of a change that a gradient tells."""
    net = Net(given, rng)
    shapes = [tuple(parameter.shape) for parameter in net.parameters]
    matrices = sorted(sorted(n for n in shape if n > 1) for shape in shapes if np.prod(shape) != max(shape, default=1))
    if matrices != SIZES or sum(int(np.prod(shape)) for shape in shapes) != 17154:
        return np.inf
    if not all(parameter.requires_grad for parameter in net.parameters):
        return np.inf
    return 1e-4 / max(min(net.shares()), 1e-30)


def hidden(given: dict[str, Any], rng: np.random.Generator) -> float:
    """How far the output is from the true parameters put together, whatever stands at the end."""
    net = Net(given, rng)
    got, x = net.output(), net.x.numpy().astype(np.float64)
    parameters = [np.squeeze(net.read(parameter)) for parameter in net.parameters]
    dues = [
        ending(REFERENCE.network(order, x))
        for order in REFERENCE.layer_orders(parameters)
        if len(order) > 1
        for ending in REFERENCE.ENDINGS
    ]
    return min(float(np.abs(got - due).max() / np.abs(due).max()) for due in dues) / 0.01


def output(given: dict[str, Any], rng: np.random.Generator) -> float:
    """By how much the output moves when the last bias does, for moves of several sizes."""
    net = Net(given, rng)
    biases = [parameter for parameter in net.parameters if parameter.numel() == 2]
    if not biases:
        return hidden(given, rng)
    worst = []
    for size in (0.5, 3.0, 10.0):
        kept, before = net.read(biases[-1]).copy(), net.output()
        move = size * np.array([-1.0, 1.0]) * rng.uniform(0.5, 1, size=2)
        net.write(biases[-1], kept + move.reshape(kept.shape))
        worst.append(float(np.abs(net.output() - before - move).max() / size))
        net.write(biases[-1], kept)
    return max(worst) / 0.01


MEASURES = {"test_layers": layers, "test_hidden": hidden, "test_output": output}
