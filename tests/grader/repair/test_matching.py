"""Cells of a notebook are matched with those of the release: by mark, by id, by text."""

import copy

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.repair.matching import (
    LONGEST,
    MAX_CELLS,
    belongs,
    grade_id,
    is_code_answer,
    marked,
    most_alike,
    places,
    same,
    tasks_by_name,
)

TEXT = "Explain in one or two sentences why this holds for all numbers."


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ({"grade_id": "double"}, "double"),
        ({"grade_id": 3}, None),
        ({}, None),
        (None, None),
        ("double", None),
        ([], None),
    ],
)
def test_a_grade_id_is_text_in_a_mark(mark, name):
    assert grade_id(new_code_cell("1", metadata={"nbgrader": mark})) == name
    assert grade_id(new_code_cell("1")) is None


def test_tasks_are_known_by_what_their_answers_define(released):
    assert list(marked(released)) == ["double-answer", "double", "why"]
    assert [name for name, cell in marked(released).items() if is_code_answer(cell)] == ["double-answer"]
    assert tasks_by_name(released) == {"double": "double-answer"}


@pytest.mark.parametrize(
    ("other", "alike"), [("a  \nb", True), ("\na\nb\n\n", True), (" a\nb", True), ("a\n b", False), ("a b", False)]
)
def test_white_space_at_the_ends_of_lines_makes_no_difference(other, alike):
    assert same("a\nb", other) is alike


@pytest.mark.parametrize(
    ("texts", "chosen"),
    [
        ([TEXT.upper(), TEXT.replace("one", "1"), "My notes"], 1),
        ([TEXT.replace("one", "1"), TEXT], 1),
        ([TEXT[:20]], None),
        ([], None),
        (["x" * MAX_CELLS] * MAX_CELLS + [TEXT], None),  # only so many are looked at
        ([TEXT + " " * LONGEST], None),
    ],
)
def test_the_cell_that_is_most_alike_is_a_version_of_the_text(texts, chosen):
    cells = [new_markdown_cell(text) for text in texts]
    assert most_alike(new_markdown_cell(TEXT), cells) is (None if chosen is None else cells[chosen])


def test_an_empty_cell_is_like_none():
    assert most_alike(new_markdown_cell(" "), [new_markdown_cell(" ")], at_least=0) is None


def test_each_cell_of_the_release_has_at_most_one_place(released):
    notebook = copy.deepcopy(released)
    title, answer, check, why = notebook.cells
    title.id, why.id = "new", "other"
    del why.metadata["nbgrader"]
    copied = copy.deepcopy(answer)
    notebook.cells = [why, new_code_cell("x = 1", id="own"), check, answer, copied, title]
    assert places(notebook, released) == {0: 3, 2: 2, 3: 1, 5: 0}


def test_a_cell_of_another_kind_is_no_cell_of_the_release(released):
    notebook = copy.deepcopy(released)
    notebook.cells[1].cell_type = "markdown"
    assert 1 not in places(notebook, released)


@pytest.mark.parametrize(
    ("cell", "own"),
    [
        (new_code_cell("1", metadata={"nbgrader": {"grade_id": "why"}}), True),
        (new_code_cell("def double(number):\n    return 9"), True),
        (new_markdown_cell(TEXT.replace("one", "1")), True),
        (new_markdown_cell("def double(number): ..."), False),
        (new_code_cell("def halve(number):\n    return number / 2"), False),
        (new_code_cell("1", metadata={"nbgrader": {"grade_id": "why-not"}}), False),
        (new_markdown_cell("# Arithmetic"), False),  # too short to tell
    ],
)
def test_a_notebook_belongs_to_the_homework_if_anything_in_it_does(released, cell, own):
    released.cells.append(new_markdown_cell(TEXT))
    assert belongs(new_notebook(cells=[cell]), released) is own
