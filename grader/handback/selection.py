"""Whom something can be handed back to: final results with their pages, and who waits for a person and why."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from grader.course import Course
from grader.files.tree import files
from grader.handback.earned import earned, read_places
from grader.handback.feedback import Feedback, Page, Waiting
from grader.intake import submissions
from grader.marks import Marks
from grader.names import misnamed
from grader.pipeline.notebook_marks import read_marks
from grader.reports.grade_sheet import GradeSheet, Row, Standing, read_grade_sheet
from grader.reports.renewal import page_of, renew_pages
from grader.roster import Roster, Student
from grader.text import one_line, plain

AGAIN = "Grade this submission again."


@dataclass(frozen=True)
class Selection:
    """A class at the time of handing back.

    Attributes:
        assignment: which assignment.
        final: what can be handed back, in the order of the students' ids.
        waiting: who has to wait for a person.
        nothing: how many handed in nothing.
        newer: students whose submission was changed after it was graded.
        known: all students of the grade sheet.
    """

    assignment: str
    final: tuple[Feedback, ...]
    waiting: tuple[Waiting, ...]
    nothing: int = 0
    newer: tuple[str, ...] = ()
    known: frozenset[str] = field(default=frozenset(), repr=False)


def select(course: Course, assignment: str, roster: Roster, chosen: Collection[str] = ()) -> Selection:
    """Renew the pages, read grade sheet and pages, and say who can get them.

    Args:
        course: the course.
        assignment: which assignment.
        roster: the class list, for names and addresses.
        chosen: ids of the only students that matter; all where it is empty.

    Raises:
        CourseError: there is nothing to hand back, or the gradebook cannot be read.
    """
    failures = renew_pages(course, assignment).failures
    sheet, places = read_grade_sheet(course.root, assignment, course.database), read_places(course, assignment)
    marks: dict[str, dict[str, Marks]] = defaultdict(dict)
    for (student, notebook), given in read_marks(course.database, assignment).items():
        marks[student][notebook] = given
    rows = [row for row in sheet.rows if not chosen or row.student in chosen]
    final, waiting, newer = [], [], []
    for row in rows:
        own = marks[row.student]
        if row.standing is Standing.NOTHING:
            continue
        if why := _unfinished(row, sheet) or _unusable_pages(course, assignment, row.student, own, failures):
            waiting.append(Waiting(row.student, why))
            continue
        try:
            pages = tuple(map(Page.of, _pages(course, assignment, row.student, own)))
        except OSError as error:
            waiting.append(Waiting(row.student, f"The feedback page cannot be read ({error.strerror})."))
            continue
        tasks, total = earned(sheet.tasks, row, own, places), round(row.total or 0.0, 4)
        who = roster.by("id", row.student) or Student(row.student, first_name=row.name)
        final.append(Feedback(assignment, who, tasks, total, sheet.max, row.penalty, row.late_hours, pages))
        newer += [row.student] if _changed_since(course, assignment, row.student) else []
    nothing = sum(row.standing is Standing.NOTHING for row in rows)
    known = frozenset(row.student for row in sheet.rows)
    return Selection(assignment, tuple(final), tuple(waiting), nothing, tuple(newer), known)


def _unfinished(row: Row, sheet: GradeSheet) -> str:
    """Return why a result is not final, empty if it is."""
    reason = f" ({one_line(row.reason)})" if row.reason else ""
    if why := misnamed(row.student):
        return f"Rename the folder in submitted/: {why}."
    if row.standing is Standing.NOT_GRADED:
        return "It has not been graded yet."
    if row.standing is not Standing.GRADED:
        return f"Its status is “{row.standing.value}”{reason}."
    if row.pending:
        return f"A person has to mark: {', '.join(map(plain, row.pending))}."
    if row.marked_before:
        names = ", ".join(map(plain, row.marked_before))
        return f"It was marked by hand before it was graded again; look at these marks, and save them: {names}."
    if lacking := [task.id for task in sheet.tasks if task.id not in row.points]:
        return f"There are no points for: {', '.join(map(plain, lacking))}. {AGAIN}"
    return "" if row.total is not None else f"There are no points yet. {AGAIN}"


def _unusable_pages(
    course: Course, assignment: str, student: str, own: Mapping[str, Marks], failures: Collection[str]
) -> str:
    """Return why the pages of a student cannot be handed back, empty if they can."""
    for page in _pages(course, assignment, student, own):
        if any(line.startswith(f"{plain(page)}: ") for line in failures):
            return f"The page {page.name} could not be renewed, and may not show what the gradebook holds. {AGAIN}"
        if not page.is_file():
            return f"There is no feedback page {page.name}. {AGAIN}"
    return ""


def _pages(course: Course, assignment: str, student: str, own: Mapping[str, Marks]) -> list[Path]:
    """Return where the pages of a student have to be, in the order of their names."""
    names = sorted(own) or sorted(path.stem for path in course.notebooks(assignment))
    return [page_of(course, assignment, student, name) for name in names]


def _changed_since(course: Course, assignment: str, student: str) -> bool:
    """Whether a file of the submission was written after its result."""
    path = submissions.place(course, assignment, student).path
    result = course.result_file(assignment, student)
    if path is None or not result.is_file():
        return False
    graded = result.stat().st_mtime_ns
    return any(seen.st_mtime_ns > graded for _, seen in files(path))
