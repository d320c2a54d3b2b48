"""Canvas's gradebook, as its importer reads it.

Read in Canvas's own source: lib/gradebook_importer.rb, lib/gradebook_exporter.rb and Assignment.title_and_id.
"""

import csv
import re
from dataclasses import dataclass

from grader.errors import CourseError
from grader.handback.layout import Format, Key, Layout, Line, bare, number, students_rows, the_one
from grader.handback.table import AGAIN, BOM, LINE_END, Row, Table

TITLE = re.compile(r"(.*)\s\(([0-9]+)\)")
PASSED_OVER = re.compile(r"(?:Current|Final) (?:Score|Points|Grade)|Override (?:Score|Grade|Status)")
HIDDEN_ROW = re.compile(r"\s*(?:Muted|Manual Posting.*)?\s*", re.IGNORECASE)
THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:[,.][0-9]{3})+")
TEST_STUDENT = "Student, Test"
LOGIN = ("login", "address", "id")  # where the class list may have what Canvas calls a login
OTHERWISE = "Canvas would make a new assignment"


@dataclass(frozen=True, slots=True)
class Head:
    """The indices of the first columns, and how many there are."""

    names: tuple[int, ...]
    id: int
    sis_id: int | None
    login: int | None
    width: int


def delimiter(text: str) -> str:
    """Return the delimiter that Canvas tells from the first three lines."""
    lines = LINE_END.split(text, maxsplit=3)[:3]
    counts = {}
    for sign in ";,":
        widths = {_width(line, sign) for line in lines if line}
        counts[sign] = widths.pop() if len(widths) == 1 else 0
    return ";" if counts[";"] > counts[","] else ","


def head(header: tuple[str, ...]) -> Head | None:
    """Return where the first columns are, None where Canvas would refuse the header."""
    names = _names(header)
    if names is None:
        return None
    place = len(names) + 1
    sis_id = login = None
    cells = [*header, *[""] * 5]
    if re.search(r"SIS\s+Login\s+ID", cells[place]):
        login, place = place, place + 1
    elif re.search(r"SIS\s+User\s+ID", cells[place]) and re.search(r"SIS\s+Login\s+ID", cells[place + 1]):
        sis_id, login, place = place, place + 1, place + 2
        for further in (r"Integration\s+ID", r"Root\s+Account"):
            place += re.search(further, cells[place]) is not None
    if "Section" not in cells[place]:
        return None
    return Head(names, len(names), sis_id, login, place + 1)


def lay_out(table: Table, wanted: str) -> Layout:
    """Find the column of an assignment, by its id or its title, and the students' rows.

    Raises:
        CourseError: Canvas could not read the table, or would make a new assignment.
    """
    places = head(table.header)
    if places is None:
        what = "its first line is not that of Canvas's gradebook (Student, ID, ..., Section, assignments)"
        raise CourseError(table.name, what, AGAIN)
    if table.encoding != "utf-8":
        raise CourseError(table.name, "it is not in UTF-8, as Canvas needs it", AGAIN)
    column = _column(table, places, wanted)
    possible = next((row for row in table.rows[1:] if _is_points(row)), None)
    value = possible.values[column] if possible and column < len(possible.cells) else ""
    if re.search(r"read\s+only", value):
        what = f"Canvas would ignore the column {table.header[column]!r}, which is read only"
        raise CourseError(table.name, what, "Name the column of an assignment with --column.")
    lines = [
        _line(table, place, row, places, column, number(value)) for place, row in students_rows(table, _is_no_student)
    ]
    return Layout(column, tuple(lines), notes=tuple(_notes(table, column, places)))


def _names(header: tuple[str, ...]) -> tuple[int, ...] | None:
    """Return the columns that a student's name is in, None where there is no number of the student behind them."""
    if len(header) > 3 and "Student" in header[0] and "ID" in header[1]:
        return (0,)
    if len(header) > 4 and header[0].removeprefix(BOM) == "LastName" and header[1] == "FirstName" and "ID" in header[2]:
        return (0, 1)
    return None


def _column(table: Table, places: Head, wanted: str) -> int:
    header = table.header
    known = [place for place in range(places.width, len(header)) if not PASSED_OVER.search(header[place])]
    parts = {place: TITLE.fullmatch(header[place]) for place in known}
    ids = {place: found[2] for place, found in parts.items() if found}
    titles = {place: found[1] for place, found in parts.items() if found}
    if any(PASSED_OVER.search(name) and wanted in (name, *_parts(name)) for name in header[places.width :]):
        what = f"Canvas takes the column {wanted!r} for a total because of its name, and would ignore it"
        raise CourseError(table.name, what, "Give the assignment another title in Canvas, and download again.")
    tiers = (
        [place for place in known if header[place] == wanted],
        [place for place, number_ in ids.items() if number_ == wanted.strip("()")],
        [place for place, title in titles.items() if title == wanted],
        [place for place, title in titles.items() if bare(title) == bare(wanted)],
    )
    return the_one(table, wanted, tiers, known, OTHERWISE)


def _parts(name: str) -> tuple[str, ...]:
    found = TITLE.fullmatch(name)
    return found.groups() if found else ()


def _line(table: Table, place: int, row: Row, places: Head, column: int, maximum: float | None) -> Line:
    values, called = row.values, table.header
    name = ", ".join(filter(None, (values[index] for index in places.names)))
    id_columns = LOGIN if "Login" in called[places.id] else ("lms_user_id",)
    keys = [Key(values[places.id], called[places.id], id_columns)]
    if places.sis_id is not None:
        keys.append(Key(values[places.sis_id], called[places.sis_id], ("id",)))
    if places.login is not None:
        keys.append(Key(values[places.login], called[places.login], LOGIN))
    closed = {
        "ex": "Canvas has this student excused (EX)",
        "n/a": "Canvas has not assigned it to this student (N/A)",
    }.get(values[column].strip().casefold(), "")
    extra = name == TEST_STUDENT
    return Line(place, row.line, name, tuple(keys), (name,), maximum=maximum, closed=closed, extra=extra)


def _is_points(row: Row) -> bool:
    return bool(row.cells) and "Points Possible" in row.cells[0].value


def _is_no_student(row: Row) -> bool:
    return _is_points(row) or all(HIDDEN_ROW.fullmatch(value) for value in row.values)


def _notes(table: Table, column: int, places: Head) -> list[str]:
    """Return what Canvas would make of the table that a person should know of."""
    notes = []
    if not TITLE.fullmatch(name := table.header[column]):
        notes.append(
            f"The column {name!r} has no number in brackets: where no assignment has exactly this title, {OTHERWISE}."
        )
    others = [
        (row.line, value)
        for row in table.rows[1:]
        for place, value in enumerate(row.values)
        if place >= places.width and place != column and THOUSANDS.fullmatch(value.strip())
    ]
    if others:
        line, value = others[0]
        notes.append(
            f"{len(others)} cells of other columns are like {value!r} in line {line}, of which Canvas reads the last "
            "sign as a decimal point. They are left as they are."
        )
    return notes


def _width(line: str, sign: str) -> int:
    """Return the number of cells of one line, 0 where a quote is not closed."""
    try:
        return len(next(csv.reader([line], delimiter=sign, strict=True), []))
    except csv.Error:
        return 0


FORMAT = Format(
    "canvas",
    "Canvas's gradebook",
    lambda table: head(table.header) is not None,
    lay_out,
    delimiter,
    (
        "In Canvas, open Grades, choose Import, and upload this file.",
        "Canvas lists what would change before it saves anything: only this column may be in that list.",
        "Switch Canvas's own late policy off for this assignment, or lateness is taken off twice.",
    ),
)
