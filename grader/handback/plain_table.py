"""A plain table: one of ours made anew, or anybody's that has a column of ids, addresses or logins."""

import csv
import io
from collections.abc import Iterable

from grader.errors import CourseError
from grader.handback.layout import EMPTY, Format, Key, Layout, Line, bare, number, students_rows, the_one
from grader.handback.table import BOM, Row, Table, header_delimiter
from grader.roster import Student
from grader.text import begins_formula, defused

COLUMNS = ("id", "last_name", "first_name", "email", "score", "max")
KEYS = {  # what headers mean, by their letters and digits
    "id": ("id",),
    "studentid": ("id",),
    "lmsuserid": ("lms_user_id",),
    "email": ("address",),
    "mail": ("address",),
    "emailaddress": ("address",),
    "login": ("login", "id"),
    "username": ("login", "address", "id"),
    "sisloginid": ("login", "address", "id"),
    "github": ("github",),
    "sid": ("id",),
    "idnumber": ("id", "lms_user_id"),
}
NAMES = ("name", "fullname", "student")
SCORES = ("score", "points", "grade", "total")
OTHERS = ("firstname", "lastname", "surname", "section", "group", "also")  # of a class list: nobody's scores
MAXIMA = ("max", "maximum", "maxpoints", "maximumgrade", "maxscore")


def lay_out(table: Table, wanted: str) -> Layout:
    """Find the column that is called so, or else the only one that is called score, points or the like.

    Raises:
        CourseError: there is no such column, or none that names a student.
    """
    names = [bare(name.removeprefix(BOM)) for name in table.header]
    if not any(name in KEYS or name in NAMES for name in names):
        remedy = f"Name the column that students are known by: {', '.join(COLUMNS[:4:3])}, login or name, for instance."
        raise CourseError(table.name, "no column of its first line names a student", remedy)
    keys = [place for place, name in enumerate(names) if name in KEYS]
    known = [
        place for place in range(len(names)) if place not in keys and names[place] not in (*NAMES, *MAXIMA, *OTHERS)
    ]
    tiers = (
        [place for place in known if table.header[place].removeprefix(BOM) == wanted],
        [place for place in known if names[place] == bare(wanted)],
        [place for place in known if names[place] in SCORES],
    )
    column = the_one(table, wanted, tiers, known, "there is nothing to fill in")
    lines = [_line(table, place, row, names) for place, row in students_rows(table)]
    return Layout(column, tuple(lines))


def fresh(scores: Iterable[tuple[Student, str]], maximum: str) -> str:
    """Return a table of our own: ids as they are, names defused, scores with two decimals.

    Args:
        scores: students with their scores, none whose id or address begins like a formula.
        maximum: the most points there are.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for student, score in scores:
        names = (defused(student.last_name), defused(student.first_name))
        writer.writerow((student.id, *names, student.email, score, maximum))
    return text.getvalue()


def key_problem(student: Student) -> str:
    """Return why a student cannot be in a table of our own, empty if nothing is in the way."""
    for called, value in (("id", student.id), ("e-mail address", student.email)):
        if begins_formula(value):
            return f"the {called} {value!r} begins like a formula, which a spreadsheet would execute"
    return ""


def _line(table: Table, place: int, row: Row, names: list[str]) -> Line:
    cells = list(zip(names, row.values, table.header, strict=True))
    keys = [Key(value, header.removeprefix(BOM), KEYS[name]) for name, value, header in cells if name in KEYS]
    full = [value.strip() for name, value, _ in cells if name in NAMES and value.strip() not in EMPTY]
    parts = {name: value.strip() for name, value, _ in cells}
    if parts.get("firstname") and parts.get("lastname"):
        full.append(f"{parts['firstname']} {parts['lastname']}")
    maximum = next((number(value) for name, value, _ in cells if name in MAXIMA), None)
    shown = next(iter(full), "") or next((key.value for key in keys if key.value), "?")
    return Line(place, row.line, shown, tuple(keys), tuple(full), True, maximum)


FORMAT = Format(
    "csv",
    "a plain table",
    lambda table: any(bare(name.removeprefix(BOM)) in (*KEYS, *NAMES) for name in table.header),
    lay_out,
    header_delimiter,
)
