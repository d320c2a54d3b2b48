"""Prepares grading: a complete gradebook with the assignment and its due date."""

from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry, Notebook

from grader import interrupt
from grader.course import Course
from grader.course_copy import scratch_copy
from grader.errors import CourseError
from grader.notebooks import is_grade, is_locked, is_solution, is_task, read_notebook
from grader.pipeline.generation import generate, publish
from grader.pipeline.gradebook import database_errors
from grader.pipeline.gradebook_setup import finish
from grader.storage import locks, scratch
from grader.times import due_date


def prepare(course: Course, assignment: str) -> list[str]:
    """Ensure that the gradebook has the assignment and its due date, even after an interrupted run.

    Returns:
        Notes for a person, a line each.

    Raises:
        CourseError: the assignment is not of this course, its due date is no date, or the gradebook cannot be used.
        ReleaseError: nbgrader cannot generate the assignment, or marks given by hand would be lost.
    """
    course.notebooks(assignment)
    due = course.config.get("Course", {}).get("due", {}).get(assignment)
    url = course.database
    with interrupt.deferred(), locks.gradebook(course):  # nbgrader would swallow an interrupt
        with database_errors(url):
            finish(url)
            known = _known(course, assignment, url)
        lines = [] if known else _generate(course, assignment)
        moment = None if due is None else due_date(due, course.time_zone)
        with database_errors(url), Gradebook(url) as gradebook:  # also removes a date that is no longer in the settings
            gradebook.update_or_create_assignment(assignment, duedate=moment)
    return lines


def _generate(course: Course, assignment: str) -> list[str]:
    """Generate the release from source/ again, and enter it into the gradebook; marks given by hand stay."""
    place = course.root / "release" / assignment
    before = _contents(place)
    with scratch.folder("release") as folder:
        trial = scratch_copy(course, Path(folder), assignment, ("source",))
        generate(trial, assignment, solution=False)
        changes = publish(course, trial, assignment, [Path("release", assignment)])
    if _contents(place) == before:  # only the gradebook lacked something
        return changes
    what = "it was missing" if not before else "it did not match the gradebook"
    remedy = f"Run `grader release {assignment}` to verify it."
    return [f"release/{assignment}: {what} and was generated from the current source/. {remedy}", *changes]


def _contents(folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _known(course: Course, assignment: str, url: str) -> bool:
    """Whether release/ and gradebook hold all cells of the assignment, and the same."""
    released = {}
    for source in course.notebooks(assignment):
        try:
            released[source.stem] = _released_cells(course.root / "release" / assignment / source.name)
        except CourseError:  # missing or half written
            return False
    with Gradebook(url) as gradebook:
        try:
            notebooks = gradebook.find_assignment(assignment).notebooks
        except MissingEntry:
            return False
        return released == {notebook.name: _entered_cells(notebook) for notebook in notebooks}


def _released_cells(path: Path) -> dict[str, float | None]:
    """Return the points of every marked cell of a notebook by grade id, None where it has none."""
    marked = [cell for cell in read_notebook(path).cells if cell.metadata.get("nbgrader", {}).get("grade_id")]
    return {
        cell.metadata.nbgrader["grade_id"]: float(cell.metadata.nbgrader["points"])
        if is_grade(cell) or is_task(cell)
        else None
        for cell in marked
        if is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell)
    }


def _entered_cells(notebook: Notebook) -> dict[str, float | None]:
    """Return the same of the gradebook; source cells are the last that nbgrader saves of a notebook."""
    points = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
    return {cell.name: points.get(cell.name) for cell in notebook.source_cells}
