"""Every student of an assignment and what each has earned, from results, gradebook and folders."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy.engine import URL

from grader.course import Course
from grader.errors import CourseError
from grader.intake import submissions
from grader.marks import Book, Entry, Task
from grader.names import misnamed
from grader.notebooks import read_notebook
from grader.pipeline.gradebook import read_gradebook
from grader.points import earned_points, set_by_hand, unjudged
from grader.results import Status, SubmissionResult
from grader.storage.result_files import read_results

GONE = "Its folder no longer exists; what it earned is still shown."


class Standing(StrEnum):
    """Where one student's submission stands."""

    GRADED = Status.GRADED.value
    NEEDS_ATTENTION = Status.NEEDS_ATTENTION.value
    INTERNAL_ERROR = Status.INTERNAL_ERROR.value
    NOT_GRADED = "not graded yet"
    NOTHING = "nothing handed in"
    GONE = "nothing handed in any more"  # it was graded, and is no longer there


@dataclass(frozen=True, slots=True)
class Row:
    """One student.

    ``points`` lacks the tasks that have not been judged, ``pending`` names those left to a person, also where a hidden
    test could not judge its part.
    ``total`` is None until something was judged, and counts what is known so far, less the late penalty.
    ``set_by_hand`` has a line for each task whose points a person changed, ``marked_before`` names the tasks whose
    marks by hand were given to an earlier version.
    """

    student: str
    name: str
    standing: Standing
    points: dict[str, float]
    pending: tuple[str, ...] = ()
    total: float | None = None
    reason: str = ""
    late_hours: float | None = None
    penalty: float = 0.0
    result: SubmissionResult | None = None
    set_by_hand: tuple[str, ...] = ()
    marked_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GradeSheet:
    """All students of an assignment, by id, and its tasks in the notebook's order."""

    assignment: str
    tasks: tuple[Task, ...]
    rows: tuple[Row, ...]
    due: datetime | None

    @property
    def max(self) -> float:
        """The points of all tasks together."""
        return sum(task.max for task in self.tasks)


def read_grade_sheet(root: Path, assignment: str, db_url: URL | str | None = None) -> GradeSheet:
    """Return the grade sheet of an assignment in the course folder ``root``.

    Raises:
        CourseError: there are no submissions, or the gradebook cannot be read.
    """
    book = read_gradebook(db_url or URL.create("sqlite", database=str(root / "gradebook.db")), assignment)
    results, broken = read_results(root / "reports" / assignment / "results", assignment)
    folders = {folder.name for folder in _folders(root / "submitted")} - set(Course(root).assignments())
    there = _handed_in(root, assignment)
    handed_in = (there or set()) | set(book.entries)
    misplaced = submissions.misplaced(Course(root), assignment)
    broken |= misplaced
    for student in handed_in - set(results):
        if reason := misnamed(student):
            broken.setdefault(student, f"{reason.capitalize()}. Rename it, then grade it.")
    if not (results or broken or handed_in):
        remedy = f"Put the submissions into submitted/<student>/{assignment}, then grade them."
        raise CourseError(assignment, "there are no submissions to report on", remedy)
    tasks = _tasks(root, assignment, book, results.values())
    judged_here = (root / "tests" / assignment).is_dir() or any(result.tasks for result in results.values())
    rows = []
    for student in sorted(folders | handed_in | set(book.names) | set(results) | set(broken)):
        entry, result = book.entries.get(student, Entry({}, None, 0.0)), results.get(student)
        # Where hidden tests judge, a score without its result is left from an earlier submission.
        stock = not judged_here and result is None and student not in broken
        standing = _standing(result, student in broken, student in handed_in, stock and _judged(entry))
        if there is not None and student not in {*there, *misplaced} and standing is not Standing.NOTHING:
            standing = Standing.GONE
        row = Row(student, book.names.get(student, ""), standing, earned_points(result, entry, tasks, stock))
        rows.append(_completed(row, tasks, entry, result, broken.get(student, "")))
    return GradeSheet(assignment, tasks, tuple(rows), book.due)


def _handed_in(root: Path, assignment: str) -> set[str] | None:
    """Return the students whose submission is there; None where there is no ``submitted/`` to tell it by."""
    return set(submissions.places(Course(root), assignment)) if (root / "submitted").is_dir() else None


def _folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]


def _tasks(root: Path, assignment: str, book: Book, results: Iterable[SubmissionResult]) -> tuple[Task, ...]:
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


def _judged(entry: Entry) -> bool:
    return any(mark.auto is not None or mark.manual is not None for mark in entry.marks.values())


def _standing(result: SubmissionResult | None, broken: bool, handed_in: bool, by_nbgrader: bool) -> Standing:
    if broken:
        return Standing.NEEDS_ATTENTION
    if result is not None:
        return Standing(result.status.value)
    if by_nbgrader:
        return Standing.GRADED
    return Standing.NOT_GRADED if handed_in else Standing.NOTHING


def _completed(row: Row, tasks: tuple[Task, ...], entry: Entry, result: SubmissionResult | None, reason: str) -> Row:
    judged = row.standing not in (Standing.NOT_GRADED, Standing.NOTHING) and row.points
    again = tuple(name for name, mark in entry.marks.items() if mark.review and mark.manual is not None)
    reasons = [GONE if row.standing is Standing.GONE else "", reason, result.reason if result else "", _broken(result)]
    broken, written = unjudged(entry, result), _can_be_marked(row, result)
    reasons += [f"Marked by hand before the latest run, look again: {', '.join(again)}."] if again else []
    return replace(
        row,
        pending=tuple(t.id for t in tasks if t.id in broken or (written and t.by_hand and t.id not in row.points)),
        total=max(0.0, sum(row.points.values()) - entry.penalty) if judged else None,
        reason=" ".join(filter(None, reasons)),
        late_hours=entry.late_hours,
        penalty=entry.penalty,
        result=result,
        set_by_hand=set_by_hand(tasks, entry, result),
        marked_before=again,
    )


def _can_be_marked(row: Row, result: SubmissionResult | None) -> bool:
    """Whether there is, or will be, something for a person to mark: not where nothing could be read."""
    unread = row.standing in (Standing.NEEDS_ATTENTION, Standing.INTERNAL_ERROR, Standing.GONE)
    return row.standing is not Standing.NOTHING and (not unread or (result is not None and bool(result.tasks)))


def _broken(result: SubmissionResult | None) -> str:
    """Return what broke in which hidden test, for the staff."""
    tests = [test for task in result.tasks for test in task.tests] if result else []
    details = dict.fromkeys(test.detail for test in tests if test.detail)
    return f"({'; '.join(details)})" if details else ""
