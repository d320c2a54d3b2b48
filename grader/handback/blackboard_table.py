"""Blackboard's grade centre, as its help says that an upload is read; a live Blackboard was not tried.

From the help page "Upload or Download Grade Center Items for Working Offline" and from public downloads: a column is
known by the number behind "|" in its header, a student by the user name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from grader.errors import CourseError
from grader.handback.layout import Format, Key, Layout, Line, bare, number, students_rows, the_one
from grader.handback.table import BOM, Row, Table, header_delimiter

COLUMN = re.compile(r"(?P<title>.*?)\s*(?:\[(?P<kind>[^\[\]]*)\])?\s*\|\s*(?P<id>[0-9]+)", re.DOTALL)
POINTS = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
USERNAMES = (  # as Blackboard and Moodle call it in these languages
    *("Username", "Benutzername", "Gebruikersnaam", "Nom d'utilisateur", "Nombre de usuario"),
    *("Nome utente", "Nome de usuário", "Nome de utilizador", "Användarnamn", "Brugernavn", "Brukernavn", "用户名"),
)
OTHERWISE = "Blackboard would make a new column of text, worth no points"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of scores: its title, what is in the brackets, and Blackboard's number of it."""

    title: str
    kind: str
    id: str


def columns(header: tuple[str, ...]) -> dict[int, Column]:
    """Return the columns of scores by their index."""
    found = {place: COLUMN.fullmatch(name.removeprefix(BOM)) for place, name in enumerate(header)}
    return {place: Column(each["title"], each["kind"] or "", each["id"]) for place, each in found.items() if each}


def lay_out(table: Table, wanted: str) -> Layout:
    """Find the column of an assignment by its number or its title, and the students' rows.

    Raises:
        CourseError: there is no such column, it takes no points, or there are no user names.
    """
    login = _username(table)
    if login is None:
        known = ", ".join(USERNAMES[:6])
        remedy = "Download it from the Grade Center with Work Offline, in English."
        raise CourseError(table.name, f"no column of user names ({known}, ...) in its first line", remedy)
    known_columns = columns(table.header)
    place = _column(table, known_columns, wanted)
    kind = known_columns[place].kind
    if "up to" in kind or re.search(r"\bText\b", kind):
        what = f"the column {table.header[place]!r} takes no points"
        raise CourseError(table.name, what, "Name another one with --column.")
    maximum = [number(found) for found in POINTS.findall(kind)][-1:]
    lines = [_line(table, at, row, login, maximum[0] if maximum else None) for at, row in students_rows(table)]
    unsure = re.sub(r"^Total Pts:|Score$|[0-9.,\s]", "", kind)
    notes = [f"The column is of the kind {kind!r}: see that Blackboard takes points there."] if unsure else []
    return Layout(place, tuple(lines), quoted=table.delimiter != "\t", notes=tuple(notes))


def _username(table: Table) -> int | None:
    known = {name.casefold() for name in USERNAMES}
    return next((place for place, name in enumerate(table.header) if _plain(name) in known), None)


def _plain(name: str) -> str:
    return name.removeprefix(BOM).strip().casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _column(table: Table, known: Mapping[int, Column], wanted: str) -> int:
    tiers = (
        [place for place in known if table.header[place] == wanted],
        [place for place, column in known.items() if column.id == wanted.strip().removeprefix("|")],
        [place for place, column in known.items() if column.title == wanted],
        [place for place, column in known.items() if bare(column.title) == bare(wanted)],
    )
    return the_one(table, wanted, tiers, list(known), OTHERWISE)


def _line(table: Table, place: int, row: Row, login: int, maximum: float | None) -> Line:
    keys = [Key(row.values[login], table.header[login], ("login", "address", "id"))]
    names = {bare(name): value.strip() for name, value in zip(table.header, row.values, strict=True)}
    if "studentid" in names:
        keys.append(Key(names["studentid"], "Student ID", ("id",)))
    first, last = names.get("firstname", ""), names.get("lastname", "")
    both = (f"{first} {last}",) if first and last else ()
    shown = both[0] if both else row.values[login]
    return Line(place, row.line, shown, tuple(keys), both, maximum=maximum)


FORMAT = Format(
    "blackboard",
    "Blackboard's grade centre",
    lambda table: _username(table) is not None and bool(columns(table.header)),
    lay_out,
    header_delimiter,
    (
        "In Blackboard, open the Grade Center, choose Work Offline, Upload, and give this file.",
        "Blackboard lists the columns that it found: only this one may be ticked.",
    ),
)
