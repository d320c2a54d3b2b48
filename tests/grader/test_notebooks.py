"""The course's own notebooks: read in any format that Jupyter writes, refused with a remedy, and their tasks."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grader.errors import CourseError
from grader.notebooks import automatic_tasks, last_error, read_notebook


def test_when_cells_are_graded_then_only_the_automatic_ones_are_tasks():
    def cell(kind, grade_id, grade, solution, points):
        mark = {"grade": grade, "solution": solution, "locked": False, "task": False, "schema_version": 3}
        return kind("", metadata={"nbgrader": {**mark, "grade_id": grade_id, "points": points}})

    cells = [
        new_markdown_cell("no mark"),
        cell(new_code_cell, "b", True, False, 2),
        cell(new_code_cell, "answer", False, True, 0),
        cell(new_markdown_cell, "essay", True, True, 10),
        cell(new_code_cell, "a", True, False, 1.5),
    ]
    assert list(automatic_tasks(new_notebook(cells=cells)).items()) == [("b", 2.0), ("a", 1.5)]


def with_cells(*cells: object, **fields: object) -> str:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **fields})


NO_NOTEBOOKS = {
    "empty": "",
    "broken off": "{",
    "list": "[]",
    "null": "null",
    "nothing in it": "{}",
    "cells are a number": with_cells(cells=3),
    "metadata are null": with_cells(metadata=None),
    "cell is text": with_cells("print(1)"),
    "cell of no kind": with_cells({"metadata": {}, "source": ""}),
    "cell of unknown kind": with_cells({"cell_type": "heading", "metadata": {}, "source": ""}),
    "cell without metadata": with_cells({"cell_type": "raw", "source": ""}),
    "cell without source": with_cells({"cell_type": "raw", "metadata": {}}),
    "source is a number": with_cells({"cell_type": "raw", "metadata": {}, "source": 1}),
    "outputs are null": with_cells({"cell_type": "code", "metadata": {}, "source": "", "outputs": None}),
    "nested too deep": "[" * 100_000,
    "control signs": "\x00\x01",
}


# nbformat warns of each of them, and mends some before it fails on them
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("text", NO_NOTEBOOKS.values(), ids=NO_NOTEBOOKS)
def test_when_a_file_is_no_notebook_then_the_error_says_which(tmp_path, text):
    path = tmp_path / "hw3.ipynb"
    path.write_text(text)
    with pytest.raises(CourseError) as caught:
        read_notebook(path)
    assert str(caught.value).startswith(f"{path}: not a readable notebook (")
    assert str(caught.value).endswith("Open it in JupyterLab.")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["missing", "no text"])
def test_when_a_file_cannot_be_read_then_it_is_no_notebook(tmp_path, content):
    path = tmp_path / "hw3.ipynb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CourseError, match="not a readable notebook"):
        read_notebook(path)


def test_when_a_notebook_is_of_an_old_format_then_it_is_read_in_the_current_one(tmp_path):
    path = tmp_path / "old.ipynb"
    old = nbformat.convert(new_notebook(cells=[new_code_cell("1")]), 3)
    path.write_text(nbformat.v3.writes_json(old))
    assert read_notebook(path).cells[0].source == "1"


def test_when_a_cell_ends_with_several_errors_then_the_last_says_most():
    errors = [new_output("error", ename=name, evalue="") for name in ("KeyboardInterrupt", "CellTimeoutError")]
    assert last_error(new_code_cell("x", outputs=[*errors, new_output("stream", text="x")])).ename == "CellTimeoutError"
    assert last_error(new_code_cell("x")) is None
    assert last_error(new_markdown_cell("x")) is None
