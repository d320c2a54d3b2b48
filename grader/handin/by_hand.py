"""What a person decided of single items: ``handed-in/<assignment>/by-hand.csv``, which holds whatever else says."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from grader.errors import CourseError, GraderError
from grader.roster import Roster, comparable
from grader.times import read_time

FILE = "by-hand.csv"
NOBODY = "-"
REMEDY = "Correct it: columns item, student (- to leave it out) and, if need be, arrived."


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person said of an item.

    Attributes:
        student: whose it is; empty if it is to be left out.
        arrived: when it arrived, naive UTC; None where the person did not say.
    """

    student: str
    arrived: datetime | None = None


def read_rulings(folder: Path, roster: Roster, zone: tzinfo) -> dict[str, Ruling]:
    """Return what a person decided, by the item as ``collected.csv`` names it.

    Raises:
        CourseError: the file cannot be read, or a row cannot be used.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=text[:200].count)))
    except (OSError, ValueError, csv.Error) as error:
        raise CourseError(path, f"it cannot be read ({error})", REMEDY) from error
    found: dict[str, Ruling] = {}
    for line, row in enumerate(rows, 2):
        cells = {comparable(str(key)): str(cell or "").strip() for key, cell in row.items()}
        item, student, arrived = (cells.get(name, "") for name in ("item", "student", "arrived"))
        if not item and not student:
            continue
        known = roster.by("id", student) if roster.students else None
        whose = "" if student == NOBODY else known.id if known else student
        if not item or not student or (whose and roster.students and not known):
            raise CourseError(path, f"line {line} names no item, or no student of {roster.file.name}", REMEDY)
        key = item.removesuffix(".eml").removesuffix(".zip").casefold()
        if found.get(key, Ruling(whose)).student != whose:
            raise CourseError(path, f"line {line} says something else of {item} than a line before it", REMEDY)
        found[key] = Ruling(whose, _moment(path, line, arrived, zone) if arrived else None)
    return found


def _moment(path: Path, line: int, text: str, zone: tzinfo) -> datetime:
    try:
        return read_time(text, zone).first
    except GraderError as error:
        raise CourseError(path, f"line {line}: {error.what}", error.remedy) from error
