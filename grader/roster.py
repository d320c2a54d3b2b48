"""The class list, ``roster.csv``: who takes the course, under which id, and by which addresses and logins."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.course import Course
from grader.errors import CourseError
from grader.names import misnamed
from grader.table import parse_table, read_text

FILE = "roster.csv"
COLUMNS = ("id", "first_name", "last_name", "email", "lms_user_id", "also", "login", "github", "section")
ALSO = ";"  # separates a student's further addresses
SAVE = "Save it as CSV in UTF-8, with a header such as: id,first_name,last_name,email"
UNIQUE = ("lms_user_id", "login", "github")  # columns in which a value names one student


@dataclass(frozen=True, slots=True)
class Student:
    """One row of the class list; what is not known is empty.

    Attributes:
        id: the name of the student's folders, and the gradebook's key.
        first_name: as nbgrader's gradebook keeps it, like the next three.
        last_name: the family name.
        email: the address that mail is sent to.
        lms_user_id: the learning platform's own number or name of the student.
        also: further addresses that the student writes from.
        login: the user name on the learning platform or the hub.
        github: the user name on GitHub.
        section: the group of the course.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    also: tuple[str, ...] = ()
    login: str = ""
    github: str = ""
    section: str = ""

    @property
    def name(self) -> str:
        """First and last name, as far as they are known."""
        return " ".join(filter(None, (self.first_name, self.last_name)))

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses the student writes from, the one that mail is sent to first."""
        return tuple(filter(None, (self.email, *self.also)))


@dataclass(frozen=True)
class Roster:
    """All students of the course in the order of the file, and which of them a value names.

    Attributes:
        students: the students.
        file: where they were read from.
        unknown: columns of the file that are not read, as they are written there.
        found: students by column and by the value as `comparable` gives it.
    """

    students: tuple[Student, ...] = ()
    file: Path = Path(FILE)
    unknown: tuple[str, ...] = ()
    found: dict[str, dict[str, list[Student]]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Index the students."""
        for student in self.students:
            for column, value in _keys(student):
                same = self.found.setdefault(column, defaultdict(list))[comparable(value)]
                if student not in same:
                    same.append(student)

    def by(self, column: str, value: str) -> Student | None:
        """Return the one student whom a value of a column names, None if it names none or several.

        Args:
            column: "id", "address", "lms_user_id", "login", "github" or "name".
            value: compared without regard to case and surrounding spaces. Of an address that names nobody, a tag
                after a plus sign is left out: ada+hw3@example.org is ada@example.org.
        """
        found = self.all_by(column, value)
        return found[0] if len(found) == 1 else None

    def all_by(self, column: str, value: str) -> list[Student]:
        """Return all students whom a value of a column names; see `by`."""
        known = self.found.get(column, {})
        same = known.get(comparable(value), [])
        if not same and column == "address" and "+" in value.partition("@")[0]:
            name, _, host = value.rpartition("@")
            same = known.get(comparable(f"{name.partition('+')[0]}@{host}"), [])
        return list(same) if comparable(value) else []


def comparable(text: str) -> str:
    """Return a text as it is compared: composed, without case, every run of white space one blank."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def roster_file(course: Course) -> Path:
    """Return where the class list is, or would be: ``c.Roster.file``, relative to the course."""
    return course.root / str(course.config.get("Roster", {}).get("file", FILE))


def read_roster(course: Course) -> Roster:
    """Read the class list of a course; it has no students where there is no file.

    Raises:
        CourseError: the file cannot be read, or a row cannot be used; all such rows are named.
    """
    path = roster_file(course)
    if not path.is_file():
        return Roster((), path)
    return parse_roster(read_text(path, SAVE), path)


def parse_roster(text: str, path: Path) -> Roster:
    """Read a class list from its text.

    Raises:
        CourseError: a row cannot be used, or two rows cannot be told apart; all of them are named.
    """
    table = parse_table(text, path.name)
    header = [comparable(name) for name in table.header]
    if "id" not in header:
        raise CourseError(path.name, "its first line has no column 'id'", SAVE)
    if double := sorted({name for name in header if header.count(name) > 1 and name in COLUMNS}):
        raise CourseError(path.name, f"two columns are called {double[0]!r}", "Remove one of them.")
    students, wrong = [], []
    for line, row in table.rows:
        student, problem = _student(header, row)
        students.append(student)
        wrong += [f"line {line}: {problem}"] if problem else []
    if wrong := wrong + doubles(students):
        raise CourseError(path.name, "; ".join(wrong), "Correct these rows.")
    unknown = tuple(written for written, name in zip(table.header, header, strict=True) if name not in (*COLUMNS, ""))
    return Roster(tuple(students), path, unknown)


def doubles(students: list[Student]) -> list[str]:
    """Return a line for each value that should name one student and names several."""
    shared: dict[tuple[str, str], list[Student]] = defaultdict(list)
    for student in students:
        for column, value in {(column, comparable(value)) for column, value in _keys(student)}:
            if column in ("id", "address", *UNIQUE):
                shared[column, value].append(student)
    lines = []
    for (column, value), same in shared.items():
        if len(same) > 1:
            who = " and ".join(student.id for student in same)
            lines.append(f"two students have the {column} {value!r} ({who})")
    return lines


def _student(header: list[str], row: tuple[str, ...]) -> tuple[Student, str]:
    """Return the student of a row, and what is wrong with it."""
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=False) if name in COLUMNS}
    also = tuple(filter(None, (address.strip() for address in cells.pop("also", "").split(ALSO))))
    student = Student(**cells, also=also)
    if len(row) > len(header):
        return student, f"{len(row)} cells under {len(header)} columns"
    if not student.id:
        return student, "no id"
    if wrong := [address for address in student.addresses if not _is_address(address)]:
        return student, f"{wrong[0]!r} is not an address"
    return student, misnamed(student.id, f"the id {student.id!r}") or ""


def _is_address(text: str) -> bool:
    name, at, host = text.rpartition("@")
    return bool(name and at and host) and text.isprintable() and not set(text) & set(' ,;<>"')


def _keys(student: Student) -> Iterator[tuple[str, str]]:
    """Yield what names a student: columns and their values, as far as they are known."""
    given = [("id", student.id), ("name", student.name), *((name, getattr(student, name)) for name in UNIQUE)]
    backwards = f"{student.last_name}, {student.first_name}" if student.last_name and student.first_name else ""
    given += [("name", backwards), *(("address", address) for address in student.addresses)]
    yield from ((column, value) for column, value in given if value)
