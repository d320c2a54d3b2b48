"""Which of a student's versions counts, and what a person has to look at."""

from pathlib import Path

import pytest

from grader.course import Course
from tests.support import collected
from tests.support.mail_cases import CASES, ROSTER
from tests.support.mails import SETTINGS, Case, mail, mbox, with_file


def test_an_extension_makes_a_later_version_count(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    (course.root / "extensions.csv").write_text("student,assignment,until\ntoolate,double,2024-04-18 13:00\n")
    late = [case for case in CASES if case.name == "toolate"]
    (tmp_path / "ta.mbox").write_bytes(mbox(late))
    with collected.here():
        result = collected.collecting(course, tmp_path / "ta.mbox")
    assert [(row.decision, row.why) for row in sorted(result.decided.rows, key=lambda row: str(row.arrival.at))] == [
        ("older", "Its sender is not verified."),
        ("chosen", "Its sender is not verified. On time by an extension."),
    ]


@pytest.mark.parametrize(
    ("which", "at"), [("latest", "2024-04-18 10"), ("on-time", "2024-04-17 21"), ("first", "2024-04-17 21")]
)
def test_the_rule_says_which_version_counts(which: str, at: str, little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    (tmp_path / "ta.mbox").write_bytes(mbox([case for case in CASES if case.name == "toolate"]))
    with collected.here():
        result = collected.collecting(course, tmp_path / "ta.mbox", which=which)
    assert str(result.decided.choices["toolate"].at).startswith(at)


@pytest.mark.parametrize(
    ("date", "why"),
    [
        ("Sat, 17 Apr 2100 21:54:00 +0200", "That is in the future: check the clock that says so."),
        ("Wed, 27 Mar 2024 21:54:00 +0100", "That is before the homework was given out: check it."),
        ("Thu, 11 Apr 2024 21:54:00 +0200", ""),
    ],
)
def test_a_time_that_cannot_be_is_told(date: str, why: str, little: Course, tmp_path: Path) -> None:
    released = 'c.Course.released = {"double": "2024-04-01 08:00:00 UTC"}\nc.Course.due = {}'
    course = collected.prepare(little, ROSTER, f"{SETTINGS}\n{released}")
    (tmp_path / "ta.mbox").write_bytes(mbox([Case("odd", mail("plain", with_file("plain"), date=date), "plain")]))
    with collected.here():
        (row,) = collected.collecting(course, tmp_path / "ta.mbox").decided.rows
    assert row.look is bool(why)
    assert why in row.why


def test_the_notebook_as_it_was_given_out_never_counts_before_work(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    blank = (course.root / "release" / "double" / "double.ipynb").read_bytes()
    later = mail("plain", with_file("plain", content=blank), date="Wed, 17 Apr 2024 23:54:50 +0200")
    (tmp_path / "ta.mbox").write_bytes(mbox([CASES[0], Case("blank", later, "plain")]))
    with collected.here():
        result = collected.collecting(course, tmp_path / "ta.mbox")
    newer = next(row for row in result.decided.rows if row.decision == "newer")
    assert newer.look
    assert "as it was given out" in newer.why
