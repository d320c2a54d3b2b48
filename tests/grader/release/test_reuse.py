"""Code that answers a task with what a question of another brought along, and which of it can be put where."""

import json

import numpy as np
import pytest

from grader.inside.agent import encode
from grader.release.questions import Offer, Question
from grader.release.reuse import AS_IT_IS, NEGATED, Target, binding, targets


@pytest.mark.parametrize(
    ("stub", "solution", "found"),
    [
        ("def f(x): ...", "def f(x):\n    return x", ["f"]),
        ("def f(x): return 1", "def f(x):\n    return 1  # the same", []),
        ("", "def f(x): ...\ny = 1\nasync def g(): ...", ["f"]),
        ("class A:\n    def f(self): ...", "class A:\n    def f(self):\n        return 1", ["A", "A.f"]),
        ("class A:\n    def f(self): ...", "class A:\n    def __init__(self): ...\n    def f(self): ...", ["A"]),
        ("def f(:", "def f(x): ...", ["f"]),
        ("def f(x): ...", "def f(:", []),
    ],
)
def test_what_the_solution_defines_otherwise_than_the_stub_is_a_target(
    stub: str, solution: str, found: list[str]
) -> None:
    assert [str(target) for target in targets(stub, solution)] == found


def offered(name: str, source: str, shape: tuple[int, ...] | None = None, **inputs: object) -> Offer:
    return Offer(name, Question(source, json.dumps(encode(inputs))), shape)


def bound(offer: Offer, target: Target, way: int = 0, **space: object) -> dict:
    """A notebook in which the cell has run."""
    exec(binding(offer, target, target.ways(offer)[way]), space)
    return space


def test_a_function_of_a_question_stands_in_place_of_an_answer_or_negated() -> None:
    offer = offered("score", "import numpy\nscale = 2\ndef score(x):\n    return scale * x\nscore(1)")
    assert Target("f").ways(offer) == (AS_IT_IS, NEGATED)
    assert bound(offer, Target("f"))["f"](3) == 6
    assert bound(offer, Target("f"), 1)["f"](3) == -6


def test_an_input_is_returned_whatever_is_asked() -> None:
    offer = offered("x", "x", (2,), x=np.array([1.0, 2.0]))
    assert bound(offer, Target("f"))["f"](1, more=2).tolist() == [1, 2]
    assert bound(offer, Target("f"), 1)["f"]().tolist() == [-1, -2]


def test_a_class_of_a_question_is_called_as_its_object() -> None:
    offer = offered("Net", "class Net:\n    def __call__(self, x):\n        return x + 1\nNet()")
    assert bound(offer, Target("f"))["f"](1) == 2
    assert bound(offer, Target("Other", is_class=True))["Other"]()(1) == 2
    assert bound(offer, Target("Other", is_class=True), 1)["Other"]()(1) == -2


def test_a_method_is_put_into_its_class() -> None:
    class A:
        def f(self, x: int) -> int:
            return 0

    bound(offered("g", "def g(x):\n    return 5 * x\ng(1)"), Target("A", "f"), A=A)
    assert A().f(2) == 10


def test_statements_that_fail_in_a_notebook_are_left_and_what_is_not_there_is_an_error() -> None:
    offer = offered("g", "absent.call()\nx = 1 / 0\ndef g(x):\n    return x\ng(1)")
    assert bound(offer, Target("f"))["f"](7) == 7
    with pytest.raises(KeyError):
        bound(offered("gone", "x = 1"), Target("f"))
    with pytest.raises(TypeError, match="neither a function nor a class"):
        bound(offered("x", "x = 1"), Target("f"))
