"""What is said of cells that are not Python, to the student and to a person who looks at the submission."""

import sys

import pytest

from grader.kernel.unreadable import PYTHON, UnreadableCell, unreadable
from tests.support.cells import Run

SAID = {"ename": "SyntaxError", "evalue": "invalid syntax (cell, line 2)"}
NESTED = 'def f(x):\n    raise ValueError(f"wanted {"(n, 2)"}, got {x.shape}")'


def test_a_student_is_told_the_line_the_message_and_that_nothing_was_run() -> None:
    note = UnreadableCell(9, 4, "'(' was never closed", False).note
    assert note == f"Cell 9 is not valid {PYTHON} (line 4: '(' was never closed). Nothing in this cell was run."


def test_line_and_message_are_pythons_own() -> None:
    found = unreadable(9, "x = 1\ny = (1, 2\n", SAID)
    assert found == UnreadableCell(9, 2, "'(' was never closed", False)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this version reads it")
def test_code_of_a_newer_version_is_told_as_such() -> None:
    found = unreadable(9, NESTED, SAID)
    assert found is not None
    assert found.note == (
        f"Cell 9 is not valid {PYTHON} (line 2: f-string: expecting '}}'). Newer versions of Python may read it, but"
        f" the class is graded with {PYTHON}. Nothing in this cell was run."
    )
    assert found.reason == (
        f"cell 9 is not valid {PYTHON}, with which the class is graded (line 2: f-string: expecting '}}'), though newer"
        " versions may read it"
    )


def test_what_only_the_compiler_refuses_is_told_in_the_kernels_words() -> None:
    found = unreadable(3, "return 1", {"ename": "SyntaxError", "evalue": "'return' outside function"})
    assert found == UnreadableCell(3, 0, "'return' outside function", False)
    assert found.note.endswith("('return' outside function). Not all of this cell was run.")


@pytest.mark.parametrize(
    ("source", "reply"),
    [
        ("x = 1", {"status": "ok"}),
        ("x = (", {"status": "ok"}),
        ("x = !ls", {"ename": "NameError", "evalue": "x"}),
        ("eval('1 +')", {**SAID, "failures": [["SyntaxError", "invalid syntax", "eval('1 +')"]]}),
        ("1 / 0", {"ename": "ZeroDivisionError", "failures": [["ZeroDivisionError", "", "1 / 0"]]}),
    ],
)
def test_a_cell_that_was_read_is_none(source: str, reply: dict[str, object]) -> None:
    assert unreadable(1, source, reply) is None


@pytest.mark.parametrize("forged", [3, "text", {"a": 1}, [None], [[]], [3], [[["deep"]]]])
def test_whatever_a_kernel_says_there_is_an_answer(forged: object) -> None:
    found = unreadable(1, "x = (", {"ename": forged, "evalue": forged, "failures": forged})
    assert found is None
    found = unreadable(1, "x = 1", {"ename": "SyntaxError", "evalue": "x" * 10**6 + "\x1b[2J", "failures": None})
    assert found is not None
    assert len(found.note) < 300
    assert "\x1b" not in found.note


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("source", "line"),
    [("x = 2\nx = (1, 2\n", 2), ("%%time\nx = 2\nif x\n    x = 3", 3), ("  x = 2\n x = 3", 2), ("return 3", 0)],
)
def test_a_cell_that_is_no_python_is_told_with_its_line(run: Run, source: str, line: int) -> None:
    cells, submission = run("x = 1", source, "x")
    assert [(found.cell, found.line) for found in submission.unreadable] == [(2, line)]
    assert cells[2].outputs[0].data["text/plain"] == "1"


@pytest.mark.kernel
def test_a_cell_that_evaluates_what_is_no_python_was_read_itself(run: Run) -> None:
    _, submission = run("eval('1 +')", "files = !ls\nx = 1", "raise SyntaxError('x')")
    assert submission.unreadable == []
