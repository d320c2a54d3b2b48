"""What is told of an error that came while hidden tests asked: enough to go on with, and nothing of a question."""

import linecache

import numpy as np
import pytest
import torch

from grader import wording
from grader.inside.agent import answer
from grader.inside.clean_room import put
from grader.kernel import error_words
from grader.kernel.error_templates import SLOTS, TEMPLATES
from grader.kernel.question import compiled
from grader.kernel.submission import checked

QUESTION = "hidden = steep_score(12345.678)"
CELL = """
import numpy as np
import torch
def fail(x):
    return {line}
"""


def told(kind: str, text: str, line: str = "", cells: list[str] | None = None) -> str:
    return str(error_words.raised({"type": kind, "text": text, "line": line}, [line] if cells is None else cells))


HONEST = {
    "np.dot(score, x)": "NameError: 'score' is not defined",
    "x.mean(axis=0).foo": "AttributeError: 'numpy.ndarray' has no 'foo'",
    "None.shape": "AttributeError: None has no 'shape'",
    "np.sinus(x)": "AttributeError: 'numpy' has no 'sinus'",
    "x @ np.ones((3, 3))": "ValueError: the shapes of two arrays do not match",
    "x * np.ones((3, 3))": "ValueError: the shapes of two arrays do not match",
    "x.reshape(7, 7)": "ValueError: an array cannot be reshaped to a different number of elements",
    "np.linalg.inv(np.zeros((2, 2)))": "LinAlgError: a matrix is singular",
    "np.linalg.inv(x)": "LinAlgError: a matrix has the wrong shape",
    "x[100]": "IndexError: an index is out of bounds for its axis",
    "x[0, 0, 0]": "IndexError: there are more indices than the array has axes",
    "x.sum(axis=5)": "AxisError: the array has no such axis",
    "1 if x > 0 else 2": "ValueError: an array with several elements is used as a condition",
    "{}['scale']": "KeyError: there is no 'scale' in it",
    "1 / 0": "ZeroDivisionError: a number is divided by zero",
    "x()": "TypeError: 'numpy.ndarray' is called, but is not callable",
    "(lambda: None)()[0]": "TypeError: 'NoneType' cannot be indexed or iterated over",
    "{} + 1": "TypeError: an operation between 'dict' and 'int' is not possible",
    "len(np.float64(1))": "TypeError: 'numpy.float64' has no length",
    "(lambda a: a)()": "TypeError: a function is called without 'a', which it requires",
    "(lambda a: a)(1, 2)": "TypeError: a function is given more values than it takes",
    "fail(x, scale=2)": "TypeError: 'fail' does not accept 'scale' by name",
    "torch.ones(2, 3) @ torch.ones(2, 3)": "RuntimeError: the shapes of two arrays do not match",
    "torch.ones(2) + torch.ones(3)": "RuntimeError: the shapes of two arrays do not match",
    "torch.ones(2, 2) @ torch.ones(2, 2).double()": "RuntimeError: two tensors have different dtypes",
    "torch.nn.Linear(2, 2)(torch.ones(3, 2).double())": "RuntimeError: two tensors have different dtypes",
    "torch.ones(2, requires_grad=True).numpy()": "RuntimeError: use .detach() before .numpy()",
    "torch.ones(2, requires_grad=True).add_(1)": "RuntimeError: a tensor that requires a gradient is modified in place",
    "torch.ones(2).sum().backward()": "RuntimeError: a tensor has no gradient",
    "torch.ones(2, requires_grad=True).exp().backward()": "RuntimeError: backward needs a tensor with a single",
    "torch.nn.Linear(2, 2)(x)": "TypeError: 'numpy.ndarray' is used where a tensor is required",
    "torch.ones(4).view(3)": "RuntimeError: a tensor cannot be reshaped to this shape",
    "torch.ones(4).sum(dim=3)": "IndexError: the array has no such axis",
    "float(torch.ones(4))": "ValueError: a tensor with several elements is used where a single number is required",
    "torch.stack([torch.ones(1), torch.ones(2)])": "RuntimeError: the shapes of two arrays do not match",
    "__import__('sklearnx')": "ModuleNotFoundError: 'sklearnx' is not installed here",
}


@pytest.mark.parametrize(("line", "says"), HONEST.items(), ids=list(HONEST))
def test_an_honest_mistake_is_told_with_type_words_and_line(line: str, says: str) -> None:
    cell = CELL.format(line=line)
    name = "/tmp/ipykernel_1/1.py"
    linecache.cache[name] = (len(cell), None, cell.splitlines(keepends=True), name)
    space: dict[str, object] = {}
    exec(compile(cell, name, "exec"), space)
    reply = answer({**compiled("fail(np.ones((4, 2)))"), "inputs": ["dict", []], "seed": None, "asks": []}, space, put)
    said = str(error_words.raised(reply["error"], [cell]))
    assert said.startswith(f"Your code raised {says}"), said
    assert f", in the line `return {line}`" in said


def test_the_text_of_a_stub_and_of_an_own_error_is_told_where_it_stands_in_the_line() -> None:
    stub = 'raise NotImplementedError("Task 1: score")'
    assert told("NotImplementedError", "Task 1: score", stub) == (
        f"Your code raised NotImplementedError: Task 1: score, in the line `{stub}`."
    )
    assert "Your code raised an error of a type of its own: too many" in told(
        "Mine", "too many", "raise Mine('too many')"
    )


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("ValueError", QUESTION),
        (QUESTION, ""),
        (QUESTION, QUESTION),
        ("NameError", "name 'steep_score' is not defined"),
        ("NameError", f"name 'x' is not defined {QUESTION}"),
        ("KeyError", "'steep_score'"),
        ("AttributeError", "'steep_score' object has no attribute 'steep_score'"),
        ("AttributeError", "module 'steep_score' has no attribute 'steep_score'"),
        ("TypeError", "steep_score() missing 1 required positional argument: 'steep_score'"),
        ("TypeError", "steep_score() takes 12345 positional arguments but 678 were given"),
        ("TypeError", "'steep_score' object is not callable"),
        ("TypeError", "unsupported operand type(s) for +: 'steep_score' and 'steep_score'"),
        ("IndexError", "index 12345 is out of bounds for axis 0 with size 678"),
        ("ValueError", "operands could not be broadcast together with shapes (12345,) (678,)"),
        ("RuntimeError", "mat1 and mat2 shapes cannot be multiplied (12345x678 and 12345x678)"),
        ("ModuleNotFoundError", "No module named 'steep_score'"),
        ("ImportError", "cannot import name 'steep_score' from 'steep_score'"),
        ("FileNotFoundError", QUESTION),
        ("MemoryError", QUESTION),
    ],
)
@pytest.mark.parametrize("line", [QUESTION, "raise error  # steep", ""])
def test_no_word_or_number_of_a_question_is_told(kind: str, text: str, line: str) -> None:
    said = told(kind, text, line, cells=["raise error  # steep", "x = 1"])
    assert "steep_score" not in said
    assert not set("0123456789") & set(said.replace("`raise error # steep`", ""))


@pytest.mark.parametrize("line", [")", "  ", "x = 2", "x = 1 # more", "raise"])
def test_a_line_that_is_none_of_the_notebook_s_or_says_nothing_is_not_told(line: str) -> None:
    assert "in the line" not in told("ValueError", "", line, cells=["x = 1\n)\nraise error"])


def test_where_the_text_is_left_out_the_student_is_told_so() -> None:
    assert told("ValueError", "something").endswith("Its message is not shown, because a hidden test was running.")
    assert told("ValueError", "") == "Your code raised ValueError."


@pytest.mark.parametrize("part", [None, 1, ["ValueError"], {"a": 1}])
def test_an_error_of_another_form_is_refused(part: object) -> None:
    for name in ("type", "text", "line"):
        with pytest.raises(TypeError):
            error_words.raised({"type": "x", "text": "x", "line": "x", name: part}, [])


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.words[:40])
def test_every_template_has_general_words_for_its_slots(template) -> None:
    assert set(template.pattern.groupindex) <= set(SLOTS)
    said = template.words.format(**dict.fromkeys(template.pattern.groupindex, "it"))
    assert "{" not in said
    assert not set("0456789") & set(said.replace("float32 and float64", ""))
    assert set(template.types) <= error_words.ERRORS


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ((64, 2), "(64, 2)"),
        ((2, 64), "(2, 64)"),
        ((64,), "(64,)"),
        ((), "()"),
        ((65, 2), "(64 + 1, 2)"),
        ((63, 2), "(64 - 1, 2)"),
        ((12345, 678), "(..., ...)"),
        ((0, 1, 2, 3), "(0, 1, 2, 3)"),
        ((2, 2, 2, 2, 2, 2), "(2, 2, 2, 2, ...)"),
    ],
)
def test_a_shape_shows_sizes_that_are_expected_near_or_small(sizes: tuple[int, ...], shown: str) -> None:
    assert wording.shape(sizes, (64, 2)) == shown
    if sizes != (64, 2):
        with pytest.raises(AssertionError) as error:
            checked(np.empty(sizes[:2]) if len(sizes) < 3 else np.zeros((2,) * len(sizes)), (64, 2))
        assert "12345" not in str(error.value)


@pytest.mark.parametrize("bad", [1, 77, 128])
def test_how_many_numbers_are_not_finite_is_told_in_words(bad: int) -> None:
    values = np.zeros(128)
    values[:bad] = np.nan
    with pytest.raises(AssertionError) as error:
        checked(values.reshape(64, 2), (64, 2))
    assert str(error.value).startswith("All" if bad == 128 else "Some")
    assert str(bad) not in str(error.value)


def test_a_type_of_a_tensor_that_numpy_does_not_have_is_told() -> None:
    request = {**compiled("x"), "inputs": ["dict", []], "seed": None, "asks": []}
    reply = answer(request, {"x": torch.zeros(2, dtype=torch.bfloat16)}, put)
    assert (
        error_words.refused(reply["refused"])
        == "The answer is an array whose elements are of type bfloat16, not numbers"
    )
