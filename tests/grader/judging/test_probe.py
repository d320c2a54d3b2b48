"""A student's network is judged by what it does with values of ours, whatever it says of itself."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from grader.judging.probe import Probe, Setting

X = np.random.default_rng(0).normal(size=(5, 2))
LINE = (
    "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.line = nn.Linear(2, 3)\n"
)
FORWARD = "    def forward(self, x):\n        return self.line(x)\n"


@pytest.fixture(scope="module")
def local():
    path = Path(__file__).parents[3] / "tests" / "soak" / "local.py"
    spec = importlib.util.spec_from_file_location("local_submission", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def probe(local, source):
    return Probe(local.LocalSubmission(source), "Net()", X)


def test_outputs_slopes_and_moves_are_those_of_the_values_that_were_drawn(local):
    assert_judged(probe(local, LINE + FORWARD))


def test_no_array_is_moved_by_less_than_the_size_of_what_is_drawn(local):
    line, least, nearest = probe(local, LINE + FORWARD), [], []
    for seed in range(200):
        rng, again = np.random.default_rng(seed), np.random.default_rng(seed)
        values = line.draw(rng)
        least.append([np.sqrt(np.mean(way**2)) for way in line.redraw(values, rng)])
        first, second = line.draw(again), line.draw(again)
        nearest.append([np.sqrt(np.mean((b - a) ** 2)) for a, b in zip(first, second, strict=True)])
    scales = np.array([0.15, 0.3])
    assert (np.min(nearest, axis=0) < 0.5 * scales).all()  # two draws may lie that near to each other
    assert (np.min(least, axis=0) > 0.999 * scales).all()


@pytest.mark.parametrize(
    "members",
    [
        "        self.double()\n" + FORWARD,
        "        self.double()\n" + FORWARD.replace("x)\n", "x.double()).float()\n"),
        FORWARD.replace("x)\n", "x.float())\n"),
    ],
)
def test_a_network_is_asked_in_its_own_precision(members, local):
    assert_judged(probe(local, LINE + members))


def assert_judged(net):
    """A network with one layer is found to do what it does."""
    assert net.shapes == [(3, 2), (3,)]
    rng = np.random.default_rng(1)
    values, directions = net.draw(rng), net.draw(rng)
    mixtures = rng.normal(size=(4, 5, 3)).astype(np.float32)
    (found,) = net.ask([Setting(values, directions, [(0, 0.5), (1, -1.0)])], (5, 3), mixtures)

    def line(weight, bias):
        return net.x @ weight.T + bias

    assert found.output == pytest.approx(line(*values), abs=1e-6)
    assert found.moved[0] == pytest.approx(line(values[0] + 0.5 * directions[0], values[1]), abs=1e-6)
    assert found.moved[1] == pytest.approx(line(values[0], values[1] - directions[1]), abs=1e-6)
    slopes = [
        np.einsum("mnd,nd->m", mixtures, change)
        for change in (net.x @ directions[0].T, 0 * net.x[:, :1] + directions[1])
    ]
    assert np.allclose(found.slopes.T, slopes, atol=1e-5)


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ("    def parameters(self):\n        return []\n", "no parameters"),
        ("    def parameters(self):\n        return [torch.zeros(())] * 13\n", "too many, or too large"),
        ("    def parameters(self):\n        return [torch.zeros(2, 600)]\n", "too many, or too large"),
        ("    def parameters(self):\n        return [torch.zeros(500, 500)]\n", "too many, or too large"),
        ("    def parameters(self):\n        return [torch.zeros(1).expand(2, 0)]\n", "something other than tensors"),
        ("    def parameters(self):\n        return [torch.zeros((1,) * 70)]\n", "something other than tensors"),
        ("    def parameters(self):\n        return [torch.zeros(2).int()]\n", "other values than were written"),
        ("    def parameters(self):\n        return [torch.zeros(2).half()]\n", "other values than were written"),
    ],
)
def test_parameters_that_cannot_be_judged_are_a_wrong_answer(members, message, local):
    with pytest.raises(AssertionError, match=message):
        net = probe(local, LINE + FORWARD + members)
        net.ask([Setting(net.draw(np.random.default_rng(1)), [], [])], (5, 3))


KEPT = """class Kept(nn.Parameter):
    def copy_(self, *values, **options):
        return self
    normal_ = fill_ = set_ = detach = cpu = numpy = copy_
    requires_grad = False
"""


def test_parameters_of_a_kind_that_takes_no_values_are_written_all_the_same(local):
    kept = "        self.line.bias = Kept(torch.zeros(3))\n"
    net = probe(local, KEPT + LINE + kept + FORWARD)
    values = net.draw(np.random.default_rng(1))
    mixtures = np.ones((1, 5, 3), dtype=np.float32)
    (found,) = net.ask([Setting(values, values, [])], (5, 3), mixtures)
    assert found.output == pytest.approx(net.x @ values[0].T + values[1], abs=1e-6)
    assert found.slopes[0, 1] == pytest.approx(5 * values[1].sum(), rel=1e-5)


@pytest.mark.parametrize(
    "output", ["None", "'text'", "x", "self.line(x)[:3]", "self.line(x) / 0", "1e20 * self.line(x)"]
)
def test_outputs_that_are_no_numbers_of_the_shape_are_a_wrong_answer(output, local):
    net = probe(local, LINE + FORWARD.replace("self.line(x)", output))
    with pytest.raises(AssertionError, match=r"got .*, expected "):
        net.ask([Setting(net.draw(np.random.default_rng(1)), [], [])], (5, 3))
