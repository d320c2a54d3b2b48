"""Who handed in late, by what, and what that costs: what `grader late` shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from grader.penalty import Penalty
from grader.reports.grade_sheet import GradeSheet, Row
from grader.text import plain

HEADER = ("student", "arrived", "due", "what it costs")


@dataclass(frozen=True, slots=True)
class LateList:
    """The submissions of an assignment, by how they arrived.

    Attributes:
        late: those that arrived after the due date, with their row, the latest first.
        on_time: how many others arrived at a known time.
        untimed: rows of those whose time of arrival is not known.
        waiting: until when students may hand in who have an extension and have not handed in; naive UTC.
    """

    late: tuple[tuple[Row, Penalty], ...]
    on_time: int
    untimed: tuple[Row, ...]
    waiting: tuple[tuple[str, datetime], ...]


def late_list(sheet: GradeSheet) -> LateList:
    """Return who is late by the course's own rule; nobody where it has none."""
    found = sheet.late.by_student if sheet.late else {}
    rows = [(row, found[row.student]) for row in sheet.rows if row.student in found]
    late = sorted((pair for pair in rows if pair[1].past_due), key=lambda pair: (-pair[1].late, pair[0].student))
    untimed = tuple(row for row, penalty in rows if penalty.arrived is None)
    extended = sheet.late.extended.items() if sheet.late else ()
    waiting = sorted((student, until) for student, until in extended if student not in found)
    return LateList(tuple(late), len(rows) - len(late) - len(untimed), untimed, tuple(waiting))


def table(listed: LateList, zone: tzinfo) -> list[tuple[str, ...]]:
    """Return a row of text for each late submission, under `HEADER`, with times of a zone."""
    return [
        (
            plain(row.student),
            moment(penalty.arrived, zone) if penalty.arrived else "",
            moment(penalty.until, zone),
            row.late,
        )
        for row, penalty in listed.late
    ]


def as_json(sheet: GradeSheet) -> dict[str, Any]:
    """Return what is known of everybody's lateness, as plain values; times in UTC."""
    listed = late_list(sheet)
    rows = {row.student: row for row in sheet.rows}
    penalties = sheet.late.by_student if sheet.late else {}
    return {
        "assignment": sheet.assignment,
        "due": _utc(sheet.due),
        "students": [_entry(rows[student], penalty) for student, penalty in sorted(penalties.items())],
        "extensions": [{"student": student, "until": _utc(until)} for student, until in listed.waiting],
    }


def _entry(row: Row, penalty: Penalty) -> dict[str, Any]:
    return {
        "student": row.student,
        "name": row.name,
        "arrived": _utc(penalty.arrived),
        "until": _utc(penalty.until),
        "extended": penalty.until > penalty.due,
        "late_hours": penalty.hours,
        "free_days": penalty.free_days,
        "counted_hours": penalty.counted.total_seconds() / 3600,
        "percent": float(penalty.percent),
        "of": penalty.basis.value,
        "points": None if row.total is None else row.penalty,
        "details": row.late,
    }


def moment(time: datetime, zone: tzinfo) -> str:
    """Return a time of a zone, short."""
    return f"{time.replace(tzinfo=UTC).astimezone(zone):%d %b %H:%M}"


def _utc(time: datetime | None) -> str | None:
    return None if time is None else f"{time.isoformat(' ', 'seconds')} UTC"


def names(rows: Sequence[Row], shown: int = 8) -> str:
    """Return the ids of some students on one line, at most ``shown`` of them."""
    more = f" and {len(rows) - shown} more" if len(rows) > shown else ""
    return f"{', '.join(plain(row.student) for row in rows[:shown])}{more}"
