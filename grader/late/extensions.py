"""Extensions, ``extensions.csv``: until when a student may hand in an assignment, whatever it was due."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rapidfuzz import process

from grader.errors import CourseError, GraderError
from grader.roster import comparable
from grader.table import parse_table, read_text
from grader.times import read_time

COLUMNS = ("student", "assignment", "until", "reason")
SAVE = "Save it as CSV in UTF-8, with the header: student,assignment,until,reason"
Key = tuple[str, str]  # student and assignment


@dataclass(frozen=True, slots=True)
class Known:
    """What a line may name.

    Attributes:
        students: the ids of the class.
        due: when each assignment is due, naive UTC; None where no date is set.
        zone: the zone of a time that names none.
    """

    students: Collection[str]
    due: Mapping[str, datetime | None]
    zone: ZoneInfo


@dataclass
class _Lines:
    """What has been read so far."""

    until: dict[Key, datetime] = field(default_factory=dict)
    first: dict[Key, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def read_extensions(path: Path, known: Known) -> Mapping[Key, datetime]:
    """Read until when students may hand in, by student and assignment, naive UTC; there are none without a file.

    The reasons are for whoever keeps the file, and are not read.

    Raises:
        CourseError: the file cannot be read, or lines in it cannot be used; all of them are named.
    """
    return parse_extensions(read_text(path, SAVE), path.name, known) if path.is_file() else {}


def parse_extensions(text: str, name: str, known: Known) -> Mapping[Key, datetime]:
    """Read extensions from their text; see `read_extensions`.

    Raises:
        CourseError: lines in it cannot be used; all of them are named.
    """
    table = parse_table(text, name)
    header = [comparable(cell) for cell in table.header]
    if missing := [column for column in COLUMNS[:3] if header.count(column) != 1]:
        raise CourseError(name, f"its first line has not one column {missing[0]!r}", SAVE)
    lines = _Lines()
    for number, row in table.rows:
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        problem = _read(number, [cells.get(column, "") for column in COLUMNS[:3]], known, lines)
        if len(row) > len(header):
            problem = f"{len(row)} cells under {len(header)} columns"
        lines.wrong += [f"line {number}: {problem}"] if problem else []
    if lines.wrong:
        raise CourseError(name, "; ".join(lines.wrong), "Correct these lines.")
    return lines.until


def _read(number: int, cells: list[str], known: Known, lines: _Lines) -> str:
    """Read one line; what is wrong with it, if anything is."""
    student, assignment, until = cells
    if student not in known.students:
        return f"there is no student {_shown(student, known.students)}"
    if assignment not in known.due:
        return f"there is no assignment {_shown(assignment, known.due)}"
    due = known.due[assignment]
    if due is None:
        return f"{assignment} has no due date"
    try:
        moment = read_time(until, known.zone).last
    except GraderError as error:
        return f"{error.what}, write it like '2024-04-19 12:00 Europe/Vienna'"
    if moment <= due:
        return f"{until!r} is not after {assignment} is due"
    if (first := lines.first.setdefault((student, assignment), number)) != number:
        return f"{student} has an extension of {assignment} already, in line {first}"
    lines.until[student, assignment] = moment
    return ""


def _shown(name: str, known: Collection[str]) -> str:
    close = process.extractOne(name, list(known), score_cutoff=60) if name else None
    return f"{name[:60]!r} (is it {close[0]!r}?)" if close else repr(name[:60])
