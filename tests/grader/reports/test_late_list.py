"""Who handed in late, by what, and what that costs: as a table, and as plain values with times in UTC."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from grader.late.course_penalties import CoursePenalties
from grader.late.policy import DAY, Policy, Rate
from grader.marks import Task
from grader.penalty import Penalty
from grader.reports.grade_sheet import GradeSheet, Row, Standing
from grader.reports.late_list import as_json, late_list, moment, names, table
from tests.support.lateness import DUE

HOUR = timedelta(hours=1)
LATE = Penalty(DUE + 27 * HOUR, DUE, DUE, counted=27 * HOUR, percent=Decimal(20))


def row(student: str, **fields: object) -> Row:
    return replace(Row(student, student.title(), Standing.GRADED, {}, total=4.0, penalty=1.0), **fields)  # type: ignore[arg-type]


def sheet(**penalties: Penalty) -> GradeSheet:
    """A class in which zoe has an extension and has not handed in."""
    late = CoursePenalties(Policy(Rate(Decimal(10), DAY)), DUE, penalties, {"zoe": DUE + DAY, "ben": DUE + DAY}, {})
    rows = tuple(row(student, late=f"{student} is late") for student in [*penalties, "zoe"])
    return GradeSheet("hw3", (Task("score", 5),), rows, DUE, late)


SHEET = sheet(
    ada=replace(LATE, arrived=DUE),
    ben=replace(LATE, arrived=DUE + HOUR, until=DUE + DAY, counted=timedelta(0), percent=Decimal(0)),
    cem=LATE,
    dora=replace(LATE, arrived=None, counted=timedelta(0)),
    eve=LATE,
)


def test_each_submission_is_late_on_time_or_untimed() -> None:
    listed = late_list(SHEET)
    assert [found.student for found, _ in listed.late] == ["cem", "eve", "ben"]  # the latest first
    assert (listed.on_time, [found.student for found in listed.untimed]) == (1, ["dora"])
    assert listed.waiting == (("zoe", DUE + DAY),)


def test_without_a_rule_nobody_is_late() -> None:
    listed = late_list(replace(SHEET, late=None))
    assert (listed.late, listed.on_time, listed.untimed, listed.waiting) == ((), 0, (), ())
    assert as_json(replace(SHEET, late=None, due=None)) == {
        "assignment": "hw3",
        "due": None,
        "students": [],
        "extensions": [],
    }


def test_the_table_has_times_of_the_zone_and_no_control_characters() -> None:
    rows = table(late_list(sheet(**{"cem\x1b": LATE})), ZoneInfo("Europe/Vienna"))
    assert rows == [("cem\ufffd", "19 Apr 02:55", "17 Apr 23:55", "cem\x1b is late")]


def test_plain_values_say_everybody_s_time_in_utc() -> None:
    told = as_json(SHEET)
    assert (told["due"], told["extensions"]) == (
        "2024-04-17 21:55:00 UTC",
        [{"student": "zoe", "until": "2024-04-18 21:55:00 UTC"}],
    )
    entries = {entry["student"]: entry for entry in told["students"]}
    assert list(entries) == ["ada", "ben", "cem", "dora", "eve"]
    assert entries["cem"] == {
        "student": "cem",
        "name": "Cem",
        "arrived": "2024-04-19 00:55:00 UTC",
        "until": "2024-04-17 21:55:00 UTC",
        "extended": False,
        "late_hours": 27.0,
        "free_days": 0,
        "counted_hours": 27.0,
        "percent": 20.0,
        "of": "earned",
        "points": 1.0,
        "details": "cem is late",
    }
    assert (entries["ben"]["extended"], entries["dora"]["arrived"], entries["dora"]["late_hours"]) == (True, None, None)


def test_before_anything_is_graded_the_points_are_not_known() -> None:
    ungraded = replace(SHEET, rows=tuple(replace(found, total=None) for found in SHEET.rows))
    assert {entry["points"] for entry in as_json(ungraded)["students"]} == {None}


@pytest.mark.parametrize(("count", "shown"), [(0, ""), (2, "s0, s1"), (3, "s0, s1, s2"), (5, "s0, s1, s2 and 2 more")])
def test_some_names_and_how_many_more(count: int, shown: str) -> None:
    assert names([row(f"s{place}") for place in range(count)], shown=3) == shown


def test_a_moment_is_short() -> None:
    assert moment(datetime(2024, 12, 31, 23, 30), ZoneInfo("Europe/Vienna")) == "01 Jan 00:30"
