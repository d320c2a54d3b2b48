"""Who is which participant of a Moodle assignment: from its grading worksheet, or from a download's names."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from grader.course import Course
from grader.errors import CourseError
from grader.handback.packing import read_names
from grader.roster import Roster, Student, comparable

PARTICIPANT = re.compile(r"\D+(\d+)\s*")  # "Participant 12345": the word is in the language of whoever downloaded it
FOLDER = re.compile(r"(?P<name>[^_/]*)_(?P<number>\d+)_assignsubmission_[a-z]+.*")
ID_NUMBERS = {
    *("id number", "id-nummer", "id nummer", "numéro d'identification", "número de id", "numero id"),
    *("idnumber", "matrikelnummer"),
}
LONGEST = 2**24  # bytes of a worksheet
FORM = "Download it again from the assignment: Grading action, Download grading worksheet."


@dataclass
class Participants:
    """Moodle's numbers of students.

    Attributes:
        numbers: by id of the student: all numbers that could be theirs, with the names that stand beside them.
        sources: the files that they were read from.
    """

    numbers: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    sources: tuple[Path, ...] = ()

    def of(self, student: str) -> tuple[str, str] | None:
        """Return a student's number and full name, None if there is none or more than one."""
        found = self.numbers.get(student, {})
        return next(iter(found.items())) if len(found) == 1 else None


def read_participants(course: Course, assignment: str, roster: Roster, worksheet: Path | None) -> Participants:
    """Read the participants from a worksheet, else from what was kept in ``handed-in/<assignment>/``.

    Raises:
        CourseError: there is neither, or the worksheet cannot be read.
    """
    if worksheet is not None:
        found = Participants(sources=(worksheet,))
        _add_worksheet(found, worksheet, roster)
        return found
    kept = course.root / "handed-in" / assignment
    for ending, add in ((".csv", _add_worksheet), (".zip", _add_download)):
        found, read = Participants(), []
        for path in sorted(kept.glob(f"*{ending}")):
            try:
                add(found, path, roster)
            except CourseError:  # another platform's
                continue
            read.append(path)
        if found.numbers:
            found.sources = tuple(read)
            return found
    remedy = "Give the grading worksheet of the assignment with --worksheet."
    raise CourseError("Moodle", "its zip needs the participants' numbers, and nothing here tells them", remedy)


def _add_worksheet(found: Participants, path: Path, roster: Roster) -> None:
    """Add the participants of a grading worksheet.

    Raises:
        CourseError: it is none.
    """
    header, rows = _rows(path)
    numbers = [PARTICIPANT.fullmatch(row[0]) for row in rows]
    if not rows or not all(numbers):
        raise CourseError(path, "its first column names no participants, so it is no grading worksheet", FORM)
    names = [row[1].strip() if len(row) > 1 else "" for row in rows]
    for number, row, name in zip(numbers, rows, names, strict=True):
        alone = sum(comparable(name) == comparable(other) for other in names) == 1
        if number and (student := _student(header, row, name if alone else "", roster)):
            found.numbers[student.id][number[1]] = name


def _rows(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a table with commas, semicolons or tabs."""
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST + 1)
        if len(content) > LONGEST:
            raise ValueError(f"more than {LONGEST:,} bytes")
        text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
        head = text.partition("\n")[0]
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count)))
    except (OSError, ValueError, csv.Error) as error:
        raise CourseError(path, f"the worksheet cannot be read ({error})", FORM) from error
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    return (rows[0] if rows else []), rows[1:]


def _student(header: list[str], row: list[str], name: str, roster: Roster) -> Student | None:
    """Return the student of a row: by address, else by id number, else by a full name that nobody else has."""
    by_address = [student for cell in row if (student := roster.by("address", cell))]
    numbers = [cell for title, cell in zip(header, row, strict=False) if comparable(title) in ID_NUMBERS]
    by_number = [student for cell in numbers if (student := roster.by("id", cell) or roster.by("lms_user_id", cell))]
    for students in (by_address, by_number):
        if students:
            return students[0] if len({student.id for student in students}) == 1 else None
    return roster.by("name", name) if name else None


def _add_download(found: Participants, path: Path, roster: Roster) -> None:
    """Add the participants that the names in a download of all submissions tell, each by a unique full name."""
    for name, numbers in _download_names(read_names(path)).items():
        if len(numbers) == 1 and (student := roster.by("name", name)):
            found.numbers[student.id][next(iter(numbers))] = name


def _download_names(names: Iterable[str]) -> dict[str, set[str]]:
    numbers: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for part in PurePosixPath(name).parts:
            if matched := FOLDER.fullmatch(part):
                numbers[matched["name"]].add(matched["number"])
    return numbers
