"""One submission of the little course, ben's: how it is made, and what grading leaves of it."""

from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from grader import results
from grader.course import CONFIG, Course
from grader.notebooks import read_notebook
from grader.pipeline import attempt
from grader.pipeline.preparation import prepare
from grader.results import SubmissionResult

Grade = Callable[[], SubmissionResult]
RIGHT = "def double(number):\n    return 2 * number"
WRONG = "def double(number):\n    return 3 * number"


def grade(course: Course, student: str = "ben") -> SubmissionResult:
    """Grade the submission in this process, and return its result."""
    prepare(course, "double")
    attempt.grade_one(str(course.root), "double", student)
    return results.from_json(course.result_file("double", student).read_text())


def begin_with(course: Course, source: str) -> None:
    """Give out a cell before all others."""
    for room in ("source", "release"):
        notebook = read_notebook(course.notebook("double", room))
        notebook.cells.insert(0, new_code_cell(source, id="given"))
        nbformat.write(notebook, course.notebook("double", room))


def hand_in(course: Course, answer: str, student: str = "ben") -> Path:
    """Hand in the released notebook with an answer."""
    notebook = read_notebook(course.notebook("double", "release"))
    next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")).source = answer
    path = course.root / "submitted" / student / "double" / "double.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def change_settings(course: Course, text: str) -> None:
    """Add to the course's settings."""
    path = course.root / CONFIG
    path.write_text(f"{path.read_text()}\n{text}\n")


def page(course: Course) -> str:
    """The feedback page of ben."""
    return (course.root / "feedback" / "ben" / "double" / "double.html").read_text()


def auto_score(course: Course) -> float | None:
    """The points of the automatic task."""
    with Gradebook(course.database) as gradebook:
        score: float | None = gradebook.find_grade("double", "double", "double", "ben").auto_score
    return score


def waits(course: Course) -> bool:
    """Whether the formgrader shows that a person has to grade the task."""
    with Gradebook(course.database) as gradebook:
        return bool(gradebook.find_grade("double", "double", "double", "ben").needs_manual_grade)
