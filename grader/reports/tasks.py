"""The tasks of an assignment in the notebook's order, from gradebook, results and release."""

from collections.abc import Iterable
from pathlib import Path

from grader.course import Course
from grader.errors import CourseError
from grader.marks import Book, Task
from grader.notebooks import read_notebook
from grader.results import SubmissionResult


def tasks_of(root: Path, assignment: str, book: Book, results: Iterable[SubmissionResult]) -> tuple[Task, ...]:
    """Return the tasks of gradebook and results, in the notebook's order as far as that is known."""
    tasks = {task.id: task for task in book.tasks}
    judged: dict[str, Task] = {}
    for result in results:
        for task in result.tasks:
            judged.setdefault(task.id, Task(task.id, task.max))
    order = _notebook_order(root, assignment) or list(judged)
    place = {name: index for index, name in enumerate(order)}
    return tuple(sorted((judged | tasks).values(), key=lambda task: place.get(task.id, len(place))))


def _notebook_order(root: Path, assignment: str) -> list[str]:
    for room in ("release", "source"):
        try:
            notebook = read_notebook(Course(root).notebook(assignment, room))
        except CourseError:
            continue
        return [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in notebook.cells]
    return []
