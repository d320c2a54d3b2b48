"""Tables that a platform gives out beside its archives: CSV in whatever encoding and with whatever separator."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from grader.errors import CourseError
from grader.roster import comparable

MAX_BYTES = 64 * 2**20
SAVE = "Give the file as the platform wrote it, CSV with a header."
SEPARATORS = ",;\t"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        called: the name of its file.
        header: its column names, as written.
        rows: line numbers, and cells as many as columns.
    """

    called: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def column(self, *known: str) -> int | None:
        """Return the place of the first column that has one of some names, compared without regard to case."""
        wanted = {comparable(name) for name in known}
        found = (place for place, name in enumerate(self.header) if comparable(name) in wanted)
        return next(found, None)


def read_table(path: Path) -> Table:
    """Read a table.

    Raises:
        CourseError: it cannot be read, or a row is longer than the header.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CourseError(path.name, f"it cannot be read ({error.strerror})", SAVE) from error
    if len(raw) > MAX_BYTES:
        raise CourseError(path.name, f"it is larger than {MAX_BYTES >> 20} MB", SAVE)
    text = _text(raw)
    if "\0" in text:
        raise CourseError(path.name, "it is no text", SAVE)
    before = csv.field_size_limit(MAX_BYTES)
    try:
        return _parsed(path.name, text)
    except csv.Error as error:
        raise CourseError(path.name, f"it is not CSV ({error})", SAVE) from error
    finally:
        csv.field_size_limit(before)


def _parsed(called: str, text: str) -> Table:
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=head.count))
    header = tuple(cell.strip() for cell in next(reader, ()))
    rows = []
    for row in reader:
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            what = f"line {reader.line_num} has {len(row)} cells under {len(header)} columns"
            raise CourseError(called, what, SAVE)
        if any(cell.strip() for cell in row):
            cells = (*row, *[""] * len(header))[: len(header)]
            rows.append((reader.line_num, tuple(cell.strip() for cell in cells)))
    return Table(called, header, tuple(rows))


def _text(raw: bytes) -> str:
    if raw.startswith(UTF_16):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")  # what spreadsheets write in Western Europe
