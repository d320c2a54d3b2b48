"""Whatever a notebook leaves behind, a question finds Python, numpy and torch as they come, and puts it back."""

import locale
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import numpy as np
import pytest
import torch

from grader.inside.agent import answer, decode, encode
from grader.inside.clean_room import put
from grader.kernel.question import compiled
from tests.support.question import ask

# What a question sees of warnings, modes and defaults.
SEEN = """
import sys, warnings, numpy, torch
warnings.warn("a warning", DeprecationWarning)
array = numpy.array(torch.ones(2))
parameter = torch.nn.Parameter(torch.ones(2))
loss = (parameter * parameter).sum()
loss.backward()
with torch.autograd.set_detect_anomaly(False, check_nan=False):
    pass
[numpy.geterr(), str(numpy.float64(2 / 3)), str(numpy.array([1 / 3])), str(torch.tensor([2 / 3])), parameter.grad,
 str(torch.zeros(1).device), torch.is_grad_enabled(), torch.is_inference_mode_enabled(), torch.is_anomaly_enabled(),
 torch.is_autocast_enabled("cpu"), loss.is_inference(), sys.getrecursionlimit() >= 1000,
 (numpy.float64(1e-300) * 1e-300).item()]
"""


def states() -> list[object]:
    """All that a question could leave changed."""
    return [
        *(
            list(warnings.filters),
            np.geterr(),
            np.get_printoptions(),
            sys.getrecursionlimit(),
            sys.modules.get("torch"),
        ),
        *(torch.get_default_dtype(), torch.get_default_device(), dict(vars(torch._tensor_str.PRINT_OPTS))),
        *(torch.is_grad_enabled(), torch.is_inference_mode_enabled(), torch.is_anomaly_enabled()),
        *(torch.is_autocast_enabled("cpu"), locale.setlocale(locale.LC_ALL)),
    ]


def low_limit() -> None:
    frame, depth = sys._getframe(), 0
    while frame is not None:
        frame, depth = frame.f_back, depth + 1
    sys.setrecursionlimit(depth + 120)


@pytest.fixture
def undone() -> Iterator[ExitStack]:
    """Puts everything back after a test that leaves it in disorder."""
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        stack.enter_context(np.printoptions())
        stack.enter_context(np.errstate())
        stack.enter_context(torch.autograd.set_detect_anomaly(False))
        stack.callback(torch.set_grad_enabled, True)
        stack.callback(torch.set_default_dtype, torch.float32)
        stack.callback(torch.set_default_device, None)
        stack.callback(torch.set_printoptions, profile="default")
        stack.callback(torch.set_autocast_enabled, "cpu", False)
        stack.callback(sys.setrecursionlimit, sys.getrecursionlimit())
        stack.callback(sys.modules.update, torch=torch, numpy=np)
        stack.callback(locale.setlocale, locale.LC_ALL, locale.setlocale(locale.LC_ALL))
        yield stack


LEFT: dict[str, Callable[[ExitStack], object]] = {
    "warnings are errors": lambda _: warnings.filterwarnings("error"),
    "numpy raises": lambda _: np.seterr(all="raise"),
    "numpy calls": lambda _: np.seterr(all="call"),
    "numpy prints little": lambda _: np.set_printoptions(precision=1, suppress=True, legacy="1.13"),
    "torch prints little": lambda _: torch.set_printoptions(precision=1, sci_mode=True),
    "no grad": lambda _: torch.set_grad_enabled(False),
    "inference mode": lambda stack: stack.enter_context(torch.inference_mode()),
    "anomalies": lambda _: torch.autograd.set_detect_anomaly(True),
    "autocast": lambda _: torch.set_autocast_enabled("cpu", True),
    "meta device": lambda _: torch.set_default_device("meta"),
    "meta device in a context": lambda stack: stack.enter_context(torch.device("meta")),
    "few calls": lambda _: low_limit(),
    "a locale": lambda _: locale.setlocale(locale.LC_ALL, "C"),
    "torch replaced": lambda _: sys.modules.update(torch=types.ModuleType("torch")),
    "torch mocked": lambda _: sys.modules.update(torch=types.SimpleNamespace()),
    "torch removed": lambda _: sys.modules.pop("torch"),
    "numpy removed": lambda _: sys.modules.pop("numpy"),
    "half precision": lambda _: torch.set_default_dtype(torch.bfloat16),
}


@pytest.fixture(scope="module")
def clean() -> object:
    return ask(SEEN)


@pytest.mark.parametrize("left", LEFT)
@pytest.mark.parametrize("source", [SEEN, "raise KeyboardInterrupt\n0"], ids=["answers", "raises"])
def test_when_a_state_is_left_then_a_question_finds_none_of_it_and_puts_it_back(left, source, clean, undone):
    request = {**compiled(source), "inputs": encode({}), "seed": 1, "asks": []}
    LEFT[left](undone)
    before = states()
    said = answer(request, {}, put)
    after = states()
    undone.close()
    assert after == before
    if source is SEEN:
        np.testing.assert_equal(decode(said["ok"]), clean)
    else:
        assert said["error"]["type"] == "KeyboardInterrupt"


@pytest.mark.parametrize(
    "source",
    [
        "torch.set_grad_enabled(False)",
        "torch.set_default_dtype(torch.float64)",
        "torch.set_default_device('meta')",
        "warnings.simplefilter('error')",
        "numpy.seterr(all='raise')",
        "sys.setrecursionlimit(5000)",
    ],
)
def test_when_the_code_that_is_asked_changes_a_state_then_the_next_question_does_not_find_it(source, clean, undone):
    before = states()
    ask(f"import sys, warnings, numpy, torch\n{source}\n0")
    np.testing.assert_equal(ask(SEEN), clean)
    assert source.startswith(("sys", "torch.set_default_device")) or states() == before


MIXED = """
import torch
{code}
network = Net()
sort = next(network.parameters()).dtype
[network(torch.ones(3, 2, dtype=sort)).shape[0], str(sort)]
"""
NET = """
class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(2, 2){made}
    def forward(self, x):
        return self.layer(x{given}) + torch.zeros(2)
"""


@pytest.mark.parametrize(
    ("default", "made", "given", "due"),
    [
        ("float32", "", "", "float32"),
        ("float64", "", "", "float64"),
        ("float64", ".float()", "", "float32"),
        ("float64", "", ".float()", "float32"),
        ("float64", "", ".double()", "float64"),
        ("float32", ".double()", "", "float64"),
        ("float32", ".double()", ".double()", "float64"),
        ("float16", "", ".float()", "float32"),
    ],
)
def test_when_precisions_are_mixed_then_code_finds_the_one_it_works_with(default, made, given, due, undone):
    torch.set_default_dtype(getattr(torch, default))
    space: dict = {"torch": torch}
    exec(NET.format(made=made, given=given), space)
    assert ask(MIXED.format(code=""), space) == [3, f"torch.{due}"]
    assert torch.get_default_dtype() == getattr(torch, default)


def test_when_a_question_is_put_twice_then_its_seed_is_set_twice_and_the_first_error_is_told(undone):
    torch.set_default_dtype(torch.float64)
    draw = "import torch, random\ndraws.append(random.random())\nassert torch.get_default_dtype() == torch.float32\n"
    draws: list[float] = []
    ask(draw + "0", {"draws": draws}, seed=5)
    assert len(draws) == 2
    assert draws[0] == draws[1]
    request = {**compiled("raise ValueError(len(draws))\n0"), "inputs": encode({}), "seed": 5, "asks": []}
    assert answer(request, {"draws": [1]}, put)["error"]["text"] == "1"
