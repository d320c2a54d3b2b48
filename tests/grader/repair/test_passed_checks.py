"""Which checks passed where a notebook was written, as it says itself."""

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.notebooks import OWN, SUCCEEDED
from grader.repair.passed_checks import passed

CHECK = "assert double(2) == 4\nprint('right')"


def released(kind: str = "check") -> NotebookNode:
    """A notebook with one graded cell."""
    mark = {"grade_id": "double", "grade": True, "solution": kind != "check", "points": 2}
    return new_notebook(cells=[new_markdown_cell("A text."), new_code_cell(CHECK, metadata={"nbgrader": mark})])


def ran(source: str = CHECK, succeeded: bool = True) -> NotebookNode:
    return new_code_cell(source, metadata={OWN: {SUCCEEDED: True}} if succeeded else {})


def test_a_check_that_ran_without_an_error_passed() -> None:
    assert passed([new_code_cell("x = 1"), ran()], released()) == ["double"]
    assert passed([ran(f"{CHECK}   \n")], released()) == ["double"]


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [ran(succeeded=False)],
        [ran("print('right')")],
        [ran(), ran(succeeded=False)],
        [new_markdown_cell(CHECK, metadata={OWN: {SUCCEEDED: True}})],
    ],
    ids=["gone", "not run", "edited", "a copy failed", "no code"],
)
def test_of_any_other_nothing_is_known(cells: list[NotebookNode]) -> None:
    assert passed(cells, released()) == []


def test_an_answer_is_no_check() -> None:
    assert passed([ran()], released("answer")) == []
