"""A written answer that stands elsewhere in the notebook is left to a person; where there is none, the 0 is right."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from grader.course import Course
from grader.notebooks import read_notebook
from grader.pipeline import preparation
from tests.support import little_class

WORDS = "Doubling is linear, as two sums can be added."


@pytest.fixture(scope="module")
def graded(new_little: Callable[[Path], Course], tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Three have left the cell of the written answer as it was: one wrote elsewhere, one nowhere, one deleted it."""
    course = new_little(tmp_path_factory.mktemp("class") / "course")
    preparation.prepare(course, "double")  # the release's texts become those of the settings
    for student in ("elsewhere", "nowhere", "deleted"):
        little_class.hand_in(course, student, "right")
        path = course.root / "submitted" / student / "double" / "double.ipynb"
        notebook = read_notebook(path)
        if student == "deleted":
            notebook.cells = [cell for cell in notebook.cells if cell.id != "task-2"]
        if student != "nowhere":
            notebook.cells.insert(2, new_code_cell(f"# {WORDS}"))
        nbformat.write(notebook, path)
    little_class.grade(course)
    return course


@pytest.mark.slow
@pytest.mark.gradebook
def test_a_person_marks_it_and_both_see_where_it_stands(graded):
    entries = {entry["student"]: entry for entry in little_class.entries(graded)["submissions"]}
    for student in ("elsewhere", "deleted"):
        assert ("why", None, None, None, True) in entries[student]["cells"]
        assert "other text in the notebook" in {name: said for name, said, _ in entries[student]["comments"]}["why"]
        page = (graded.root / "feedback" / student / "double" / "double.html").read_text(encoding="utf-8")
        assert "in cell 3 (" in page


@pytest.mark.gradebook
def test_where_there_is_no_other_text_the_answer_has_no_points(graded):
    entries = {entry["student"]: entry for entry in little_class.entries(graded)["submissions"]}
    assert ("why", 0.0, None, None, False) in entries["nowhere"]["cells"]
    assert ("why", "No response.", None) in entries["nowhere"]["comments"]
