"""Every student of an assignment and what each has earned, from results, gradebook and folders."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy.engine import URL

from grader.course import Course
from grader.errors import CourseError
from grader.intake import submissions
from grader.late.course_penalties import CoursePenalties, read_penalties
from grader.marks import Entry, Task
from grader.names import misnamed
from grader.penalty import in_words, points_off
from grader.pipeline.gradebook import read_gradebook
from grader.points import earned_points, set_by_hand, unjudged
from grader.reports.tasks import tasks_of
from grader.results import Status, SubmissionResult
from grader.roster import read_roster
from grader.storage.result_files import read_results

UNKNOWN = "no time of arrival is known: it counts as on time"
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
    ``late`` says in words what lateness costs, where the course has a rule of its own.
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
    late: str = ""
    result: SubmissionResult | None = None
    set_by_hand: tuple[str, ...] = ()
    marked_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GradeSheet:
    """All students of an assignment, by id, and its tasks in the notebook's order.

    ``late`` is what lateness costs by the course's own rule, None where nbgrader's own penalty holds.
    """

    assignment: str
    tasks: tuple[Task, ...]
    rows: tuple[Row, ...]
    due: datetime | None
    late: CoursePenalties | None = None

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
    course = Course(root)
    listed = {student.id: student.name for student in read_roster(course).students}
    names = book.names | {student: name for student, name in listed.items() if name}
    known = submissions.folders(course) | {*book.names, *listed}
    there = _handed_in(root, assignment)
    handed_in = (there or set()) | set(book.entries)
    misplaced = submissions.misplaced(course, assignment)
    broken |= misplaced
    for student in handed_in - set(results):
        if reason := misnamed(student):
            broken.setdefault(student, f"{reason.capitalize()}. Rename it, then grade it.")
    if not (results or broken or handed_in):
        remedy = f"Put the submissions into submitted/<student>/{assignment}, then grade them."
        raise CourseError(assignment, "there are no submissions to report on", remedy)
    tasks = tasks_of(root, assignment, book, results.values())
    late = read_penalties(course, assignment, db_url)
    judged_here = (root / "tests" / assignment).is_dir() or any(result.tasks for result in results.values())
    rows = []
    for student in sorted(known | handed_in | set(results) | set(broken)):
        entry, result = book.entries.get(student, Entry({}, None, 0.0)), results.get(student)
        # Where hidden tests judge, a score without its result is left from an earlier submission.
        stock = not judged_here and result is None and student not in broken
        standing = _standing(result, student in broken, student in handed_in, stock and _judged(entry))
        if there is not None and student not in {*there, *misplaced} and standing is not Standing.NOTHING:
            standing = Standing.GONE
        row = Row(student, names.get(student, ""), standing, earned_points(result, entry, tasks, stock))
        row = _completed(row, tasks, entry, result, broken.get(student, ""))
        rows.append(_less(row, entry.penalty, entry.late_hours) if late is None else _less_by_rule(row, tasks, late))
    return GradeSheet(assignment, tasks, tuple(rows), late.due if late else book.due, late)


def _handed_in(root: Path, assignment: str) -> set[str] | None:
    """Return the students whose submission is there; None where there is no ``submitted/`` to tell it by."""
    return set(submissions.places(Course(root), assignment)) if (root / "submitted").is_dir() else None


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
        total=sum(row.points.values()) if judged else None,
        reason=" ".join(filter(None, reasons)),
        result=result,
        set_by_hand=set_by_hand(tasks, entry, result),
        marked_before=again,
    )


def _less(row: Row, penalty: float, hours: float | None, words: str = "") -> Row:
    """Return the row less the penalty for handing in late."""
    total = None if row.total is None else max(0.0, row.total - penalty)
    return replace(row, total=total, late_hours=hours, penalty=penalty, late=words)


def _less_by_rule(row: Row, tasks: tuple[Task, ...], late: CoursePenalties) -> Row:
    """Return the row less what lateness costs by the course's own rule, and say in words what that is."""
    penalty = late.by_student.get(row.student)
    if penalty is None:
        return row
    maximum = sum(task.max for task in tasks)
    off = 0.0 if row.total is None else points_off(penalty, row.total, maximum)
    words = in_words(penalty, row.total, maximum) if penalty.arrived else late.notes.get(row.student, UNKNOWN)
    return _less(row, off, penalty.hours, words)


def _can_be_marked(row: Row, result: SubmissionResult | None) -> bool:
    """Whether there is, or will be, something for a person to mark: not where nothing could be read."""
    unread = row.standing in (Standing.NEEDS_ATTENTION, Standing.INTERNAL_ERROR, Standing.GONE)
    return row.standing is not Standing.NOTHING and (not unread or (result is not None and bool(result.tasks)))


def _broken(result: SubmissionResult | None) -> str:
    """Return what broke in which hidden test, for the staff."""
    tests = [test for task in result.tasks for test in task.tests] if result else []
    details = dict.fromkeys(test.detail for test in tests if test.detail)
    return f"({'; '.join(details)})" if details else ""
