"""A table of delimited text in which single cells are replaced, and every other byte stays as it is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import CourseError

LARGEST = 64 * 2**20  # bytes of a file that is read
BOM = "\ufeff"
DELIMITERS = ",;\t"
LINE_END = re.compile(r"\r\n|\r|\n")
QUOTED = re.compile(r'"(?P<inner>(?:[^"]++|"")*+)"')
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # Excel's own formats, new and old
AGAIN = "Download the file again, and give it as it came."


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value, where it stands in the text from its first sign to behind its last, and if in quotes."""

    value: str
    start: int
    end: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, and the number of its first line, from 1."""

    cells: tuple[Cell, ...]
    line: int

    @property
    def values(self) -> tuple[str, ...]:
        """What the cells hold, without the quotes."""
        return tuple(cell.value for cell in self.cells)

    @property
    def blank(self) -> bool:
        """Whether nothing but white space is in it."""
        return not any(cell.value.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A file of delimited text.

    Attributes:
        name: what messages call it.
        text: all of it, a byte order mark included.
        encoding: which gives the file's bytes back when the text is encoded.
        delimiter: the sign between two cells.
        rows: the header first; none is left out.
    """

    name: str
    text: str
    encoding: str
    delimiter: str
    rows: tuple[Row, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The values of the first row; none where the file is empty."""
        return self.rows[0].values if self.rows else ()

    def replaced(self, changes: Mapping[tuple[int, int], str], quoted: bool = False) -> bytes:
        """Return the file's bytes with new values in some cells; a cell that was in quotes stays in quotes.

        Args:
            changes: the new values, by the indices of row and column.
            quoted: put all new values in quotes.
        """
        parts, done = [], 0
        for (row, column), value in sorted(changes.items()):
            cell = self.rows[row].cells[column]
            special = any(sign in value for sign in (self.delimiter, '"', "\r", "\n"))
            if cell.quoted or quoted or special:
                value = '"' + value.replace('"', '""') + '"'
            parts += [self.text[done : cell.start], value]
            done = cell.end
        return "".join([*parts, self.text[done:]]).encode(self.encoding)


def header_delimiter(text: str) -> str:
    """Return the delimiter that stands most often in the first line."""
    head = LINE_END.split(QUOTED.sub("", text), maxsplit=1)[0]
    return max(DELIMITERS, key=head.count)


def read_file(path: Path) -> bytes:
    """Return the content of a table's file; see `read_table`.

    Raises:
        CourseError: it cannot be read, or is far too large for a table.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise CourseError(path, f"it cannot be read ({error.strerror})", "Give a file that can be.") from error
    if len(data) > LARGEST:
        raise CourseError(
            path.name, f"it is larger than {LARGEST // 2**20} MiB", "Give the table that the platform made."
        )
    return data


def read_table(data: bytes, name: str, delimiter: Callable[[str], str] = header_delimiter) -> Table:
    """Read a table from the bytes of its file.

    Args:
        data: the file's content: UTF-8, UTF-16 with its mark, or else Windows-1252.
        name: what messages call it.
        delimiter: tells the delimiter from the text.

    Raises:
        CourseError: it is no delimited text.
    """
    if data.startswith(SPREADSHEETS):
        raise CourseError(name, "it is a spreadsheet of Excel, not delimited text", AGAIN)
    text, encoding = _decoded(data, name)
    sign = delimiter(text)
    return Table(name, text, encoding, sign, _rows(text, sign, name))


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file, and the encoding that gives its bytes back."""
    marks = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
    marked = marks.get(data[:2])
    for encoding in [marked] if marked else ["utf-8", "cp1252", "latin-1"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and text.encode(encoding) == data:
            return text, encoding
    raise CourseError(name, "it is not text", AGAIN)


def _rows(text: str, delimiter: str, name: str) -> tuple[Row, ...]:
    """Return all rows of a text."""
    unquoted = re.compile(f"[^{re.escape(delimiter)}\r\n]*")
    rows: list[Row] = []
    place, line = int(text.startswith(BOM)), 1
    while place < len(text):
        cells, first = [], line
        while True:
            cell = _cell(text, place, unquoted, f"{name}, line {line}")
            cells.append(cell)
            line += len(LINE_END.findall(cell.value)) if cell.quoted else 0
            place = cell.end + (text[cell.end : cell.end + 1] == delimiter)
            if place == cell.end:
                break
        rows.append(Row(tuple(cells), first))
        if end := LINE_END.match(text, place):
            place, line = end.end(), line + 1
        elif place < len(text):
            raise CourseError(f"{name}, line {line}", "something follows the quotes that end a cell", AGAIN)
    return tuple(rows)


def _cell(text: str, place: int, unquoted: re.Pattern[str], where: str) -> Cell:
    """Return the cell that begins at a place."""
    if text[place : place + 1] != '"':
        found = unquoted.match(text, place)
        assert found is not None  # it may be empty
        return Cell(found[0], place, found.end(), quoted=False)
    found = QUOTED.match(text, place)
    if found is None:
        raise CourseError(where, "the quotes that begin a cell are never closed", AGAIN)
    return Cell(found["inner"].replace('""', '"'), place, found.end(), quoted=True)
