"""Where things stand in a platform's table: the column of scores, and a line for each student with what names them."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from grader.errors import CourseError
from grader.handback.table import AGAIN, Row, Table

NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,5})?", re.ASCII)
EMPTY = ("", "-")  # what platforms write where there is nothing


@dataclass(frozen=True, slots=True)
class Key:
    """One cell that names a student.

    Attributes:
        value: as it stands in the table.
        called: the column's header.
        columns: of the class list, in which it is looked up, the surest first; see `grader.roster.Roster.by`.
    """

    value: str
    called: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The row of one student.

    Attributes:
        row: its index in the table.
        number: of its first line in the file, from 1.
        shown: who it is, for a person.
        keys: what names the student, the surest first.
        names: the full name, in several forms; no proof.
        by_name: whether the name alone may do where no key says anything.
        maximum: the most points the platform takes here, None where the table does not say.
        closed: why the platform takes no score here, empty where it does.
        extra: whether it is no student's, the platform's own test student for one.
    """

    row: int
    number: int
    shown: str
    keys: tuple[Key, ...]
    names: tuple[str, ...] = ()
    by_name: bool = False
    maximum: float | None = None
    closed: str = ""
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """What a platform's table says.

    Attributes:
        column: the index of the column of scores.
        lines: the students' rows.
        comments: the index of the column of comments, None where there is none.
        quoted: whether a new value needs quotes.
        notes: what a person should know before the table is imported.
    """

    column: int
    lines: tuple[Line, ...]
    comments: int | None = None
    quoted: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """The table of one platform.

    Attributes:
        name: as --to takes it.
        called: as a sentence calls the table: "Moodle's grading worksheet".
        fits: whether a table has this platform's header.
        lay_out: finds column and lines in a table, given the name of the column; an error says what is missing.
        delimiter: as the platform itself tells it.
        steps: what a person does next, in order.
    """

    name: str
    called: str
    fits: Callable[[Table], bool]
    lay_out: Callable[[Table, str], Layout]
    delimiter: Callable[[str], str]
    steps: tuple[str, ...] = ()


def number(text: str) -> float | None:
    """Return the number of a cell, with a decimal point or comma; None if it is no plain number."""
    found = NUMBER.fullmatch(text.strip())
    return float(found[0].replace(",", ".")) if found else None


def bare(text: str) -> str:
    """Return letters and digits alone, without case: what two spellings of a title have in common."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def students_rows(table: Table, others: Callable[[Row], bool] = lambda row: False) -> list[tuple[int, Row]]:
    """Return the rows that are students', with their indices.

    Args:
        table: the whole table.
        others: whether a row is neither a header nor a student's.

    Raises:
        CourseError: one has more or fewer cells than there are columns: no telling which of them is whose.
    """
    rows = [(place, row) for place, row in enumerate(table.rows) if place and not row.blank and not others(row)]
    for _, row in rows:
        if len(row.cells) != len(table.header):
            what = f"{len(row.cells)} cells under {len(table.header)} columns"
            raise CourseError(f"{table.name}, line {row.line}", what, AGAIN)
    return rows


def the_one(table: Table, wanted: str, tiers: Iterable[Sequence[int]], known: Sequence[int], otherwise: str) -> int:
    """Return the column that a name means, by the first way of reading it that finds any.

    Args:
        table: the whole table.
        wanted: the name.
        tiers: the columns that each way of reading the name finds, the strictest first.
        known: the columns that there are to choose from.
        otherwise: what happens on the platform where there is no such column.

    Raises:
        CourseError: there is none, or more than one.
    """
    remedy = f"Name one of these with --column: {_listed(table.header[place] for place in known)}."
    for found in tiers:
        if len(found) > 1:
            columns = _listed(table.header[place] for place in found)
            raise CourseError(table.name, f"{wanted!r} means {len(found)} columns ({columns})", remedy)
        if found:
            return found[0]
    if not known:
        remedy = "Download the table anew, with the column of this assignment in it."
    raise CourseError(table.name, f"no column {wanted!r}: {otherwise}", remedy)


def _listed(names: Iterable[str], most: int = 12) -> str:
    """Return names as a sentence lists them, the last ones counted only."""
    shown = [repr(name) for name in names]
    more = f" and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(shown[:most]) + more
