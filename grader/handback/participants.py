"""Who is which participant of a Moodle assignment: from its grading worksheet, or from a download's names."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from grader.course import Course
from grader.errors import CourseError
from grader.handback.packing import read_names
from grader.handin.platforms import people
from grader.handin.platforms.layouts import MOODLE
from grader.handin.platforms.moodle_worksheet import read_worksheets
from grader.roster import Roster, comparable


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
    rows = read_worksheets((path,), timed=False).values()
    names = Counter(comparable(row.name) for row in rows)
    for row in rows:
        sender, _ = people.sender(roster, row.keys, row.name)
        student = roster.by(sender.column, sender.value) if sender else None
        if student is None and names[comparable(row.name)] == 1:
            student = roster.by("name", row.name)
        if student:
            found.numbers[student.id][row.number] = row.name


def _add_download(found: Participants, path: Path, roster: Roster) -> None:
    """Add the participants that the names in a download of all submissions tell, each by a unique full name."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for name in read_names(path):
        for part in PurePosixPath(name).parts:
            if (matched := MOODLE.fullmatch(part)) and matched["id"]:
                numbers[matched["who"]].add(matched["id"])
    for name, same in numbers.items():
        if len(same) == 1 and (student := roster.by("name", name)):
            found.numbers[student.id][next(iter(same))] = name
