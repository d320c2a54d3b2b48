"""Torn answers are joined again, so many pieces of them; what was not tried is told."""

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from grader.course import Course
from grader.notebooks import read_notebook
from grader.repair import source
from grader.repair.halves import JOIN_LIMIT, MAX_TRIES, join_halves
from grader.repair.matching import marked, tasks_by_name
from grader.repair.repair import repair

ANSWER = "def double(number):\n    x = 0"


def joined(little: Course, *sources: str) -> tuple[NotebookNode, list[str]]:
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    notes: list[str] = []
    join_halves(notebook, read_notebook(little.notebook("double", "release")), notes)
    return notebook, notes


def test_an_answer_in_several_pieces_is_joined(little: Course) -> None:
    notebook, notes = joined(little, ANSWER, "    x += 1", " ", "    return x", "print(1)")
    assert [cell.source for cell in notebook.cells] == [f"{ANSWER}\n    x += 1\n    return x", " ", "print(1)"]
    assert len(notes) == 2
    assert JOIN_LIMIT not in notes


def test_so_many_pieces_are_tried_and_it_is_told_once(little: Course) -> None:
    notebook, notes = joined(little, ANSWER, *["    x += 1"] * (MAX_TRIES + 5))
    assert len(notebook.cells) == 6
    assert notes.count(JOIN_LIMIT) == 1


def test_pieces_that_do_not_fit_count_as_tries(little: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr("grader.repair.halves.parses", lambda source: read.append(source))
    _, notes = joined(little, *[ANSWER, "    (("] * 50)
    assert len(read) == MAX_TRIES
    assert notes == [JOIN_LIMIT]


def test_what_would_be_too_long_to_be_read_is_told(little: Course) -> None:
    notebook, notes = joined(little, ANSWER, "    x += 1\n" * 5000)
    assert (len(notebook.cells), notes) == (2, [JOIN_LIMIT])


def test_an_answer_in_a_cell_that_is_too_long_to_be_read_is_found_and_told(little: Course) -> None:
    released = read_notebook(little.notebook("double", "release"))
    long = f"def double(number):\n    return 2 * number\n{'x = 1  # a long cell' * 10}\n" + "y = 1\n" * 10_000
    notebook = new_notebook(cells=[new_code_cell(long)])
    notes = repair(notebook, released)
    assert len(long) > source.LONGEST
    assert notes[0] == "Cells too long to be searched for answers: 1."
    assert marked(notebook)[tasks_by_name(released)["double"]].source == long
