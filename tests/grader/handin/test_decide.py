"""Which of a student's versions counts, and what a person has to look at."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from grader.course import Course
from grader.handin.decide import decide
from grader.handin.entry import Examined
from grader.handin.settings import Which
from tests.support import collected
from tests.support.in_this_process import in_this_process
from tests.support.items import DUE, MINUTE, NOW, an_entry, decided, known, settings_of
from tests.support.mail_cases import CASES, ROSTER
from tests.support.mails import SETTINGS, Case, mail, mbox, with_file

DAY = timedelta(days=1)


def test_an_extension_makes_a_later_version_count(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    (course.root / "extensions.csv").write_text("student,assignment,until\ntoolate,double,2024-04-18 13:00\n")
    late = [case for case in CASES if case.name == "toolate"]
    (tmp_path / "ta.mbox").write_bytes(mbox(late))
    with in_this_process():
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
    with in_this_process():
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
    with in_this_process():
        (row,) = collected.collecting(course, tmp_path / "ta.mbox").decided.rows
    assert row.look is bool(why)
    assert why in row.why


def test_the_notebook_as_it_was_given_out_never_counts_before_work(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    blank = (course.root / "release" / "double" / "double.ipynb").read_bytes()
    later = mail("plain", with_file("plain", content=blank), date="Wed, 17 Apr 2024 23:54:50 +0200")
    (tmp_path / "ta.mbox").write_bytes(mbox([CASES[0], Case("blank", later, "plain")]))
    with in_this_process():
        result = collected.collecting(course, tmp_path / "ta.mbox")
    newer = next(row for row in result.decided.rows if row.decision == "newer")
    assert newer.look
    assert "as it was given out" in newer.why


def test_what_is_decided_depends_on_no_order_of_the_items() -> None:
    entries = [an_entry(str(place % 2), DUE + place * MINUTE, kept=f"{place}.eml") for place in range(4)]
    one, other = (decide(order, known(*entries), NOW) for order in (entries, entries[::-1]))
    assert one == other
    assert [row.entry.kept for row in one.rows] == [f"{place}.eml" for place in range(4)]


@pytest.mark.parametrize(
    ("seen", "which", "newer"),
    [
        (Examined(), Which.ON_TIME, (False, "It came after the due date; an earlier version is on time and counts.")),
        (Examined(), Which.FIRST, (False, "The first version counts.")),
        (Examined("it is torn"), Which.LATEST, (True, "It cannot be graded: it is torn; what counts is 1.eml.")),
        (
            Examined(untouched=True),
            Which.LATEST,
            (True, "It is the notebook as it was given out, with no work in it; what counts is 1.eml."),
        ),
    ],
)
def test_a_newer_version_that_does_not_count_says_why(seen: Examined, which: Which, newer: tuple[bool, str]) -> None:
    entries = an_entry("a"), an_entry("b", DUE + MINUTE, kept="2.eml")
    examined = {entries[0].contents: Examined(), entries[1].contents: seen}
    rows = decided(*entries, examined=examined, settings=settings_of(which=which))
    assert rows[0] == ("chosen", "ada", False, "")
    assert rows[1][:2] == ("newer", "ada")
    assert (rows[1][2], rows[1][3].removesuffix(" 1 min late.")) == newer


def test_what_cannot_be_graded_is_looked_at_where_it_counts_or_is_newer_and_not_where_it_is_older() -> None:
    entries = an_entry("a"), an_entry("b", DUE - MINUTE, kept="2.eml")
    torn = {entries[0].contents: Examined(), entries[1].contents: Examined("it is torn")}
    assert decided(*entries, examined=torn)[1][:3] == ("older", "ada", False)
    alone = decided(entries[1], examined=torn)
    assert alone == [("chosen", "ada", True, "It cannot be graded: it is torn.")]


def test_a_refused_copy_of_a_mail_that_is_listed_need_not_be_looked_at() -> None:
    mail_ = {"identity": "<1@x>", "refused": "it is torn"}
    whole = an_entry(item={"identity": "<1@x>"})
    told = "It is torn. Another copy of this mail is listed."
    assert decided(whole, an_entry("", kept="2.eml", item=mail_))[1] == ("same again", "ada", False, told)
    twice = [an_entry("", kept=kept, item=mail_) for kept in ("1.eml", "2.eml")]
    assert [row[0] for row in decided(*twice)] == ["refused", "same again"]
    others = [an_entry("", kept=kept, item={"refused": "it is torn"}) for kept in ("1.eml", "2.eml")]
    assert [row[0] for row in decided(*others)] == ["refused", "refused"]  # no Message-ID: perhaps two mails


@pytest.mark.parametrize(
    ("later", "look"), [(DUE, False), (DUE - 2 * MINUTE, True), (DUE + MINUTE, True), (None, True)]
)
def test_a_mail_without_its_file_is_settled_by_a_later_one_that_is_on_time(later: datetime | None, look: bool) -> None:
    entries = [an_entry("", DUE - MINUTE), *([an_entry(at=later, kept="2.eml")] if later else [])]
    row = decided(*entries)[0]
    assert row[:3] == ("refused", "ada", look)
    assert row[3] == ("It holds no file." if look else "It holds no file. A later hand-in has the files.")


def test_what_is_left_out_has_a_row_and_no_choice() -> None:
    entry = an_entry(tags=("halve",))
    made = decide([entry], known(examined={}), NOW)
    assert [(str(row.decision), row.why) for row in made.rows] == [("left out", "Its subject says halve.")]
    assert made.choices == {}
