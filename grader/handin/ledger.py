"""What became of everything that was handed in: ``collected.csv`` and ``collected.html``, a row for each item."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from grader.course import Course
from grader.handin.entry import Decision, Row
from grader.handin.item import Sender
from grader.handin.place import Placing
from grader.pages.render import render
from grader.roster import Student
from grader.storage import atomic
from grader.text import defused, one_line

COLUMNS = (
    *("arrived", "word", "claimed", "from", "student", "hash"),
    *("decision", "look", "why", "subject", "files", "item"),
)
SHOWN_FILES = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A row as a person reads it: all texts; ``look`` is "yes" or empty."""

    arrived: str
    word: str
    claimed: str
    sender: str
    student: str
    hash: str
    decision: str
    look: str
    why: str
    subject: str
    files: str
    item: str


def lines(rows: Sequence[Row], placings: Sequence[Placing], zone: tzinfo) -> list[Line]:
    """Return the rows as texts, times in a zone, in the order of arrival."""
    left = {placing.student: placing.why for placing in placings if placing.why}
    ordered = sorted(rows, key=lambda row: (row.arrival.at or datetime.min, row.entry.kept, row.entry.number))
    return [_line(row, left, zone) for row in ordered]


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """Return how many items there are of each decision, those without any left out."""
    found = Counter(row.decision for row in rows)
    return {str(decision): found[decision] for decision in Decision if found[decision]}


def write(
    course: Course, assignment: str, table: Sequence[Line], missing: Sequence[Student], facts: Mapping[str, object]
) -> Path:
    """Write ``collected.csv`` and ``collected.html`` into the assignment's reports, and return the page.

    Args:
        course: the course.
        assignment: the assignment.
        table: the rows.
        missing: students of whom nothing counts.
        facts: more for the page: counts, due date, notes.
    """
    folder = course.root / "reports" / assignment
    atomic.write_text(folder / "collected.csv", as_csv(table))
    zone = course.time_zone
    page = render(
        "collected.html.j2",
        assignment=assignment,
        lines=table,
        missing=missing,
        written=datetime.now(zone),
        zone=str(zone),
        **facts,
    )
    atomic.write_text(folder / "collected.html", page)
    return folder / "collected.html"


def as_csv(table: Sequence[Line]) -> str:
    """Return the rows as CSV, no cell of which is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for line in table:
        writer.writerow([defused(getattr(line, "sender" if name == "from" else name)) for name in COLUMNS])
    return text.getvalue()


def local(at: datetime | None, zone: tzinfo) -> datetime | None:
    """Return a naive UTC time in a zone, None if there is none."""
    return at.replace(tzinfo=UTC).astimezone(zone) if at else None


def clock(at: datetime | None, zone: tzinfo) -> str:
    """Return a naive UTC time in a zone, empty if there is none."""
    moment = local(at, zone)
    return f"{moment:%Y-%m-%d %H:%M:%S %z}" if moment else ""


def _line(row: Row, left: Mapping[str, str], zone: tzinfo) -> Line:
    item = row.entry.item
    kept = left.get(row.student, "") if row.decision is Decision.CHOSEN else ""
    names = [one_line(file.name, 80) for file in item.files[:SHOWN_FILES]]
    more = [f"and {len(item.files) - SHOWN_FILES} more"] if len(item.files) > SHOWN_FILES else []
    return Line(
        arrived=clock(row.arrival.at, zone),
        word=str(row.arrival.word) if row.arrival.at else "",
        claimed=clock(item.claimed, zone),
        sender=_writer(item.sender),
        student=row.student,
        hash=item.digest[:16] if item.files else "",
        decision=str(row.decision),
        look="yes" if row.look or kept else "",
        why=one_line(" ".join(filter(None, (kept, row.why))), 600),
        subject=one_line(item.shown, 200),
        files=", ".join([*names, *more]),
        item=row.entry.key,
    )


def _writer(sender: Sender | None) -> str:
    if sender is None:
        return ""
    value = one_line(sender.value, 120)
    return f"{one_line(sender.name, 80)} <{value}>" if sender.name not in ("", sender.value) else value
