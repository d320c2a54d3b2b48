"""A question has names of its own, whatever a notebook calls so, and asks for a student's by name."""

import random

import pytest

from tests.support.question import ask

NAMES = [
    "list",
    "sum",
    "len",
    "isinstance",
    "print",
    "range",
    "np",
    "numpy",
    "torch",
    "F",
    "nn",
    "random",
    "__builtins__",
]


@pytest.mark.parametrize("value", [3, None, "text", {}], ids=repr)
def test_when_a_notebook_has_taken_names_then_a_question_has_its_own(value):
    source = """
import numpy as np, numpy, torch, random
import torch.nn.functional as F
from torch import nn
print(end="")
class Own(nn.Module):
    def forward(self, x):
        return F.relu(x)
[len(list(range(3))), sum([1, 2]), isinstance(3, int), np.sum(Own()(torch.ones(2)).numpy()), random.Random(1).random()]
"""
    assert ask(source, dict.fromkeys(NAMES, value)) == [3, 3, True, 2, random.Random(1).random()]


def test_when_the_homework_defines_a_builtin_then_the_question_asks_for_it_by_name():
    student = {"sum": lambda values: 7, "len": lambda values: 8}
    assert ask("[sum([1]), len([1])]", student) == [1, 1]
    assert ask("[sum([1]), len([1])]", student, asks=("sum",)) == [7, 1]
    assert ask("[sum([1]), len([1])]", {}, asks=("sum",)) == [1, 1]


def test_when_a_question_asks_for_a_function_then_that_has_the_names_of_its_own_notebook():
    space: dict = {"list": str, "helper": 5}
    exec("def mine():\n    return list(helper)", space)
    assert ask("helper = 1\nmine()", space) == "5"
    assert ask("seen = [name for name in globals() if name == 'helper']\nmine()\nseen", space) == []
