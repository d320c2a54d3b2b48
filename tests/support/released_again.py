"""The little course, its master edited, and released again after submissions were graded."""

from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook

from grader.course import Course
from grader.course_copy import scratch_copy
from grader.notebooks import read_notebook
from grader.pipeline import generation

NAME = "double"
Edit = Callable[[list[nbformat.NotebookNode]], None]
PLAIN = {"grade": False, "locked": False, "schema_version": 3, "solution": False, "task": False}


def gradebook(course: Course) -> Gradebook:
    """The gradebook, open."""
    return Gradebook(course.database)


def enter(course: Course) -> None:
    """Enter Ada, whose written answer was marked by hand, and Ben, whose was not."""
    with gradebook(course) as book:
        for student in ("ada", "ben"):
            book.update_or_create_student(student)
            book.update_or_create_submission(NAME, student)
            book.find_grade("double", NAME, NAME, student).auto_score = 4.0
        mark = book.find_grade("why", NAME, NAME, "ada")
        mark.manual_score, mark.extra_credit, mark.needs_manual_grade = 1.5, 0.5, False
        book.find_comment("why", NAME, NAME, "ada").manual_comment = "Almost."
        book.db.commit()


def publish(course: Course, folder: Path) -> list[str]:
    """Release the assignment without any proof; what became of the gradebook, a line each."""
    trial = scratch_copy(course, folder, NAME, ("source",))
    generation.generate(trial, NAME, solution=False)
    return generation.publish(course, trial, NAME, [Path("release", NAME)])


def edit(course: Course, change: Edit, name: str = NAME) -> None:
    """Edit the master."""
    path = course.root / "source" / NAME / f"{name}.ipynb"
    notebook = read_notebook(path)
    change(notebook.cells)
    nbformat.write(notebook, path)


def cell(kind: str, grade_id: str, **mark: object) -> nbformat.NotebookNode:
    """A cell with nbgrader's mark."""
    made = (new_code_cell if kind == "code" else new_markdown_cell)("1 + 1", id=f"{grade_id}-cell")
    made.metadata["nbgrader"] = {**PLAIN, "grade_id": grade_id, **mark}
    return made


def task(cells: list[nbformat.NotebookNode]) -> None:
    """A new automatic task."""
    cells += [cell("code", "triple-answer", solution=True)]
    cells += [cell("code", "triple", grade=True, locked=True, points=2)]


def read_only(cells: list[nbformat.NotebookNode]) -> None:
    """A new text that students cannot change."""
    cells.insert(1, cell("markdown", "rules", locked=True))
