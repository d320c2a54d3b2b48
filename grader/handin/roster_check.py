"""Compares the class list with what was handed in and with the gradebook, and enters it there."""

from dataclasses import dataclass

from rapidfuzz import process

from grader.course import Course
from grader.errors import CourseError
from grader.intake import submissions
from grader.pipeline.students import Entered, enter_students
from grader.roster import COLUMNS, Roster, comparable, read_roster

LIKE = 60  # per cent: names that are less alike are no suggestion
REMEDY = "Write one with the columns id,first_name,last_name,email: docs/class-list.md."


@dataclass(frozen=True, slots=True)
class RosterCheck:
    """What a class list says, and what does not fit it.

    Attributes:
        roster: the list.
        doubtful: a sentence for each thing that a person has to look at.
        without_address: ids of students that no mail can be sent to.
        entered: what was written into the gradebook.
    """

    roster: Roster
    doubtful: tuple[str, ...]
    without_address: tuple[str, ...]
    entered: Entered


def check_roster(course: Course) -> RosterCheck:
    """Check the class list, and enter its students into the gradebook.

    Raises:
        CourseError: there is no list, or it cannot be used, or the gradebook cannot.
    """
    roster = read_roster(course)
    if not roster.file.is_file():
        raise CourseError(roster.file, "there is no class list", REMEDY)
    if not roster.students:
        raise CourseError(roster.file, "it lists no students", REMEDY)
    doubtful = (*_columns(roster), *_strangers(course, roster))
    alone = tuple(student.id for student in roster.students if not student.email)
    return RosterCheck(roster, doubtful, alone, enter_students(course, roster.students))


def _columns(roster: Roster) -> list[str]:
    lines = []
    for written in roster.unknown:
        close = process.extractOne(comparable(written), COLUMNS, score_cutoff=LIKE)
        remedy = f"Is it {close[0]}?" if close else f"Known columns: {', '.join(COLUMNS)}."
        lines.append(f"{roster.file.name}: the column {written!r} is not known, and not read. {remedy}")
    return lines


def _strangers(course: Course, roster: Roster) -> list[str]:
    """Return a sentence for each student's folder whose name is no id of the list."""
    ids = [student.id for student in roster.students]
    lines = []
    for name in sorted(submissions.folders(course) - set(ids)):
        close = process.extractOne(name, ids, processor=comparable, score_cutoff=LIKE)
        suggestion = f"Is it {close[0]!r}? " if close else ""
        remedy = f"{suggestion}Rename the folder, or add the student to the list."
        lines.append(f"submitted/{name}: no student of {roster.file.name} has this id. {remedy}")
    return lines
