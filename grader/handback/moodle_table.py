"""Moodle's grading worksheet, as its importer reads it.

Read in Moodle's own source: mod/assign/gradingtable.php, and locallib.php and importgradeslib.php of
mod/assign/feedback/offline.
"""

from collections.abc import Mapping

from grader.errors import CourseError
from grader.handback.layout import EMPTY, Format, Key, Layout, Line, number, students_rows
from grader.handback.table import BOM, Row, Table, header_delimiter
from grader.handin.platforms import moodle_words as words
from grader.handin.platforms.moodle_worksheet import PARTICIPANT

KEYS = (  # what names a student, the surest first, and where the class list may have it
    (words.ADDRESS, ("address",)),
    (words.USERNAME, ("login", "address", "id")),
    (words.NUMBER, ("id", "lms_user_id")),
)
IN_ENGLISH = (
    "Switch Moodle to English, and download the worksheet again: Moodle reads it in the language it wrote it in."
)


def lay_out(table: Table, wanted: str) -> Layout:
    """Find the column of grades, whatever language it is in, and the students' rows.

    The worksheet is of one assignment, so that its column needs no name.

    Raises:
        CourseError: the headers are unknown, or the worksheet names no persons, or grades are words of a scale.
    """
    places = _places(table)
    for meaning in (words.IDENTIFIER, words.GRADE, words.GRADED):
        if meaning not in places:
            raise CourseError(table.name, _unknown(table, meaning), IN_ENGLISH)
    if not {words.ADDRESS, words.USERNAME, words.NUMBER, words.NAME} & set(places):
        remedy = "Reveal the students' identities in Moodle, or add their e-mail address to what graders see."
        raise CourseError(table.name, "it names participants, not people", remedy)
    rows = students_rows(table)
    if words.MAXIMUM not in places or (rows and number(rows[0][1].values[places[words.MAXIMUM]]) is None):
        remedy = "Set the assignment to points in Moodle, or give the grades there by hand."
        raise CourseError(table.name, "it has no maximum grade: the assignment is graded in words of a scale", remedy)
    lines = tuple(_line(table, place, row, places) for place, row in rows)
    return Layout(places[words.GRADE], lines, places.get(words.COMMENTS), notes=tuple(_notes(table)))


def _places(table: Table) -> dict[str, int]:
    """Return the index of each column that is known, the first of several with one meaning."""
    places: dict[str, int] = {}
    for place, header in enumerate(table.header):
        if meaning := words.meaning(header):
            places.setdefault(meaning, place)
    return places


def _unknown(table: Table, meaning: str) -> str:
    if meaning == words.IDENTIFIER and table.header:
        known = ", ".join(sorted(words.known(words.IDENTIFIER))[:8])
        first = table.header[0].removeprefix(BOM)
        return (
            f"its first column {first!r} is not the Identifier of a worksheet in any language known here ({known}, ...)"
        )
    columns = ", ".join(repr(header) for header in table.header[:12])
    return f"no column of it is {meaning!r} in any language known here (columns: {columns})"


def _line(table: Table, place: int, row: Row, places: Mapping[str, int]) -> Line:
    def cell(meaning: str) -> str:
        return row.values[places[meaning]].strip() if meaning in places else ""

    keys = [
        Key(cell(meaning), table.header[places[meaning]], columns) for meaning, columns in KEYS if meaning in places
    ]
    identifier, name = cell(words.IDENTIFIER), cell(words.NAME)
    closed = ""
    if not PARTICIPANT.fullmatch(identifier):
        closed = f"{identifier!r} is no participant's number, and Moodle would skip the row"
    elif cell(words.CHANGEABLE).casefold() in words.NO:
        closed = "Moodle says that this grade cannot be changed"
    names = (name,) if name not in EMPTY else ()
    maximum = number(cell(words.MAXIMUM))
    keys.append(Key(identifier, table.header[places[words.IDENTIFIER]], ()))
    return Line(place, row.line, name or identifier, tuple(keys), names, True, maximum, closed)


def _notes(table: Table) -> list[str]:
    separator = {",": "comma", ";": "semicolon", "\t": "tab"}[table.delimiter]
    chosen = [] if separator == "comma" else [f"separator {separator!r}"]
    chosen += [] if table.encoding == "utf-8" else [f"encoding {table.encoding!r}"]
    return [f"In Moodle's form, choose the {' and the '.join(chosen)}, which this file has."] if chosen else []


FORMAT = Format(
    "moodle",
    "Moodle's grading worksheet",
    lambda table: {words.IDENTIFIER, words.GRADE, words.GRADED} <= set(_places(table)),
    lay_out,
    header_delimiter,
    (
        "In Moodle, open the assignment, choose Upload grading worksheet, and upload this file, with Moodle in the "
        "language in which it was downloaded.",
        "Tick the box that allows updating records modified more recently than in the file: in most languages Moodle "
        "cannot read the dates that it wrote.",
    ),
)
