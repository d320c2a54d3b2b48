"""A table in CSV that a person keeps by hand or in a spreadsheet: its header and its rows, whatever separates cells."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from grader.errors import CourseError

SEPARATORS = ",;\t"
LARGEST = 16 * 2**20  # bytes


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table as they were written; empty rows are left out.

    Attributes:
        header: the cells of the first line.
        rows: each with the number of the line that it ends in, counted from 1.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_text(path: Path, remedy: str) -> str:
    """Return the text of a table, without a byte order mark.

    Args:
        path: the file.
        remedy: how it has to be saved, a whole sentence.

    Raises:
        CourseError: the file cannot be read, is too large, or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise CourseError(path.name, f"it is larger than {LARGEST >> 20} MiB", remedy)
        return raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(path.name, f"it cannot be read ({error})", remedy) from error


def parse_table(text: str, name: str) -> Table:
    """Split a text into rows and cells.

    Args:
        text: the table; the separator is the one of comma, semicolon and tabulator that its first line has most of.
        name: what an error calls it.

    Raises:
        CourseError: a cell has no end.
    """
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=head.count))
    try:
        rows = [(reader.line_num, tuple(row)) for row in reader]
    except csv.Error as error:
        what = f"line {reader.line_num}: it is not CSV ({error})"
        raise CourseError(name, what, "Is a quotation mark missing?") from error
    header = rows[0][1] if rows else ()
    return Table(header, tuple((line, row) for line, row in rows[1:] if any(cell.strip() for cell in row)))
