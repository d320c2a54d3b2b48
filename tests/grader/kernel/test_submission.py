"""Values cross from a student's kernel as plain data, or not at all."""

import time
from collections.abc import Callable

import numpy as np
import pytest

from grader.errors import AnswerError, KernelLost, OutOfTime, StudentRaised
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission, checked

pytestmark = [pytest.mark.kernel, pytest.mark.usefixtures("short_grace")]

CELL = "import numpy as np\nseven = 7\ndef fail():\n    raise ValueError('not today')"


@pytest.fixture(scope="module")
def student(inside: Submission) -> Submission:
    """A kernel in which a student's cell has run."""
    inside.kernel.execute(CELL, 10)
    inside.cells = [CELL]
    return inside


def test_the_last_expression_is_the_answer_and_sees_the_student_s_names(student: Submission) -> None:
    assert student.eval("x = seven + 1\nx * factor", factor=2) == 16


def test_a_question_leaves_no_name_behind(student: Submission) -> None:
    student.eval("left_behind = 1\nleft_behind", given=5)
    for name in ("left_behind", "given", "decode"):
        with pytest.raises(StudentRaised, match="NameError"):
            student.eval(name)


@pytest.mark.parametrize(
    "value", [None, True, 3, -(2**70), 0.1, float("inf"), "text \u00e9", [1, [2.5, "x"]], {"a": [1], "b": None}]
)
def test_plain_data_comes_back_as_it_went(student: Submission, value: object) -> None:
    assert student.eval("value", value=value) == value


@pytest.mark.parametrize("dtype", ["f4", "f8", "i8", "u1", "?"])
def test_arrays_keep_their_type_shape_and_values(student: Submission, dtype: str) -> None:
    array = np.arange(6).reshape(2, 3).astype(dtype)
    got = student.eval("value.T", value=array)
    assert got.dtype == array.dtype
    np.testing.assert_array_equal(got, array.T)


def test_a_shape_that_was_asked_for_is_given_as_float64(student: Submission) -> None:
    got = student.eval("np.ones((2, 3), dtype='f4')", shape=(2, 3))
    assert (got.dtype, got.shape) == (np.float64, (2, 3))


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("np.ones(3)", "Expected shape"),
        ("np.array([[1.0, np.nan]])", "NaN or infinite"),
        ("[[1.0, 2.0]]", "got a list"),
        ("None", "got None"),
        ("'text'", "got str"),
        ("np.array([[True, False]])", "got bool"),
        ("True", "got bool"),
        ("10**30", "got object"),
    ],
)
def test_another_shape_or_type_fails_the_test_with_a_question(student: Submission, source: str, says: str) -> None:
    with pytest.raises(AssertionError, match=says):
        student.eval(source, shape=(1, 2))


@pytest.mark.parametrize("value", [np.empty((0, 2)), np.array(1j), np.array(["x"]), 1j, np.array([None])])
def test_what_could_pass_vacuously_is_refused(value: object) -> None:
    with pytest.raises(AssertionError):
        checked(value, (1, 2))


@pytest.mark.parametrize("source", ["print", "object()", "np.array([1j])", "np.array([print])", "{1, 2}", "1j", "b'x'"])
def test_what_is_no_plain_data_is_refused(student: Submission, source: str) -> None:
    with pytest.raises(AssertionError, match="What does it return"):
        student.eval(source)


def test_too_much_data_is_refused(student: Submission) -> None:
    with pytest.raises(AssertionError, match="too large"):
        student.eval("np.broadcast_to(0.0, (10**5, 10**5))")


def test_an_error_is_told_with_the_student_s_own_line_and_nothing_of_ours(student: Submission) -> None:
    with pytest.raises(StudentRaised) as error:
        student.eval("hidden_name = 'expected'\nfail()")
    assert str(error.value) == "Your code raised ValueError: not today, in the line `raise ValueError('not today')`."


@pytest.mark.parametrize("source", ["raise KeyboardInterrupt\n0", "raise SystemExit(3)\n0", "eval('1 +')", "1 / 0"])
def test_whatever_a_student_s_code_raises_is_the_student_s_error(student: Submission, source: str) -> None:
    with pytest.raises(AnswerError):
        student.eval(source)
    assert student.kernel.alive


def test_texts_of_errors_are_fit_to_print(student: Submission) -> None:
    with pytest.raises(StudentRaised) as error:
        student.eval(r"raise ValueError('a\x1b[2Jb\ud800c\u202ed\n' + 'x' * 10**6)" + "\n0")
    text = str(error.value)
    text.encode("utf-8")
    assert len(text) < 1000
    assert not set("\x1b\u202e\n") & set(text)


@pytest.mark.parametrize("source", [r"'\ud800'", r"{'\udfff': 1}", r"[['\ud83d']]"])
def test_lone_surrogates_are_no_answer(student: Submission, source: str) -> None:
    with pytest.raises(AssertionError, match="lone surrogates"):
        student.eval(source)


def test_the_same_seed_makes_the_same_random_numbers(student: Submission) -> None:
    draw = "import random\n[np.random.rand(), random.random()]"
    seen = []
    for seed in (1, 1, 2):
        with student.asked(seed):
            seen.append([float(number) for number in student.eval(draw)])
    assert seen[0] == seen[1] != seen[2]


def test_after_a_death_the_cells_run_again_without_the_one_that_kills(start: Callable[..., StudentKernel]) -> None:
    cells = ["x = 1", "y = x + 1", "import os; os._exit(0)", "z = y + 1", "raise ValueError"]
    student = Submission(start(), cells, seconds=10)
    student.replay()
    assert student.eval("[x, y, z]") == [1, 2, 3]
    assert student.cells == [cells[index] for index in (0, 1, 3, 4)]
    with pytest.raises(KernelLost):
        student.eval("__import__('os')._exit(0)")
    assert student.eval("[x, y, z]") == [1, 2, 3]


def test_a_question_without_an_end_runs_out_of_time(start: Callable[..., StudentKernel]) -> None:
    student = Submission(start(), ["x = 1"], seconds=1)
    student.kernel.execute("x = 1", 5)
    with pytest.raises(OutOfTime, match="in the time of a question, 1 seconds at most"):
        student.eval("while True: pass\n0")
    student.kernel.deadline = time.monotonic() + 2.345  # a number that what ran before has chosen
    student.seconds = 20
    with pytest.raises(OutOfTime, match="in the time of a question, 20 seconds at most"):
        student.eval("while True: pass\n0")
    student.kernel.deadline, student.seconds = time.monotonic() + 60, 1
    assert student.eval("x") == 1


BENT = {
    "a global __builtins__": "__builtins__ = {}",
    "no __builtins__": "__builtins__ = None",
    "names that carry the question": "exec = eval = globals = compile = __import__ = json = None",
    "replaced builtins": "import builtins\nbuiltins.sum = builtins.print = lambda *_, **__: 9",
    "a class of the importer's name": "class BuiltinImporter: pass",
}


@pytest.mark.parametrize("left", BENT)
def test_when_python_itself_is_bent_then_a_question_still_comes_back(
    start: Callable[..., StudentKernel], left: str
) -> None:
    kernel = start()
    kernel.execute("def double(x):\n    return 2 * x", 10)
    kernel.execute(BENT[left], 10)
    student = Submission(kernel, [], seconds=10.0)
    assert student.eval("[double(x), list(range(2)), sum([1, 2]), len([1])]", x=4) == [8, [0, 1], 3, 1]
    assert student.eval("sum([1, 2])", asks=["sum"]) == 3
