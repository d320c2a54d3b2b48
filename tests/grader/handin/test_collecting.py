import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from grader.course import Course
from grader.errors import CourseError
from grader.handin import ledger
from grader.handin.collecting import Collected
from grader.handin.entry import Row
from grader.handin.place import Outcome
from grader.storage import locks
from tests.support import collected
from tests.support.mail_cases import CASES, ROSTER
from tests.support.mails import SETTINGS, Case, disposition, mail, mbox, notebook, with_file

Done = tuple[Course, Collected]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, new_little: Callable[[Path], Course]) -> Iterator[Done]:
    folder = tmp_path_factory.mktemp("mails")
    course = collected.prepare(new_little(folder / "course"), ROSTER)
    (folder / "ta.mbox").write_bytes(mbox(CASES))
    with collected.here():
        yield course, collected.collecting(course, folder / "ta.mbox")


def row_of(case: Case, done: Done) -> Row:
    rows = [row for row in done[1].decided.rows if row.entry.key.partition("/")[0] == case.key]
    assert len(rows) == 1, f"{len(rows)} rows"
    return rows[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}: {case.decision}")
def test_each_mail_becomes_what_it_should(case: Case, done: Done) -> None:
    row = row_of(case, done)
    assert (row.decision, row.student) == (case.decision, case.student), row.why
    assert row.arrival.at == (datetime.fromisoformat(case.arrived) if case.arrived else None)
    assert case.why in row.why
    assert tuple(file.name for file in row.entry.item.files) == case.files
    assert row.look is case.look, row.why


def test_what_counts_is_placed_with_the_time_that_it_counts_from(done: Done) -> None:
    course, collected_ = done
    placed = collected.submitted(course)
    for case in CASES:
        if case.decision == "chosen":
            stamp = placed.get(f"{case.student}/double/timestamp.txt")
            assert stamp == (f"{case.arrived} UTC\n".encode() if case.arrived else None)
            names = {name.removeprefix("timestamp") for name in case.files}
            there = {path.split("/double/")[1] for path in placed if path.startswith(f"{case.student}/")}
            assert {name for name in names if name != ".txt"} <= there
    assert placed["stamp/double/attached-timestamp.txt"] == b"2024-04-01 00:00:00 UTC\n"
    assert {path.split("/")[0] for path in placed} == set(collected_.decided.choices)
    assert not collected_.good


def test_every_row_is_in_the_table_and_no_cell_is_a_formula(done: Done) -> None:
    course, result = done
    table = ledger.lines(result.decided.rows, result.placings, course.time_zone)
    rows = list(csv.DictReader(io.StringIO(ledger.as_csv(table))))
    assert [row["item"] for row in rows] == [line.item for line in table]
    assert len(rows) == len(CASES)
    assert {row["look"] for row in rows} == {"", "yes"}
    forged = next(row for row in rows if row["student"] == "forger")
    assert forged["arrived"] == "2024-04-19 23:54:10 +0200"
    assert forged["word"] == "the server's"
    assert forged["claimed"] == "2024-04-17 23:54:10 +0200"


def test_what_students_write_is_neither_formula_nor_markup(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, "id,email\nada,ada@example.org\n")
    raw = mail("ada", with_file("ada", *disposition('filename="<img src=x>.ipynb"')), subject="=1+1 [ADL HW3] <script>")
    (tmp_path / "one.eml").write_bytes(raw)
    with collected.here():
        result = collected.collecting(course, tmp_path / "one.eml")
    table = ledger.lines(result.decided.rows, result.placings, course.time_zone)
    assert "'=1+1 [ADL HW3]" in ledger.as_csv(table)
    page = ledger.write(
        course, "double", table, [], {"counts": {}, "problems": [], "notes": [], "rule": "", "due": None}
    )
    text = page.read_text()
    assert "<script" not in text
    assert "<img" not in text


def test_the_same_again_changes_nothing(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    (tmp_path / "ta.mbox").write_bytes(mbox(CASES[:4]))
    with collected.here():
        collected.collecting(course, tmp_path / "ta.mbox")
        before = {path: path.stat().st_mtime_ns for path in course.root.glob("*/*/**/*") if path.suffix != ".lock"}
        again = collected.collecting(course, tmp_path / "ta.mbox")
        alone = collected.collecting(course)
    assert {placing.outcome for placing in (*again.placings, *alone.placings)} == {Outcome.UNCHANGED}
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert again.kept == (4, 4)


def test_a_trial_shows_what_would_happen_and_writes_nothing(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    (tmp_path / "ta.mbox").write_bytes(mbox(CASES[:4]))
    with collected.here():
        trial = collected.collecting(course, tmp_path / "ta.mbox", dry=True)
        assert not (course.root / "handed-in").exists()
        assert not collected.submitted(course)
        real = collected.collecting(course, tmp_path / "ta.mbox")
    assert [placing.outcome for placing in trial.placings] == [placing.outcome for placing in real.placings]
    assert [row.entry.key for row in trial.decided.rows] == [row.entry.key for row in real.decided.rows]


def test_work_that_a_person_put_there_is_never_replaced(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    own = course.root / "submitted" / "plain" / "double" / "double.ipynb"
    own.parent.mkdir(parents=True)
    own.write_bytes(notebook("by hand"))
    (tmp_path / "ta.mbox").write_bytes(mbox(CASES[:2]))
    with collected.here():
        result = collected.collecting(course, tmp_path / "ta.mbox")
    outcomes = {placing.student: placing for placing in result.placings}
    assert outcomes["plain"].outcome is Outcome.LEFT
    assert "submitted/plain/double holds work that `grader collect` did not put there" in outcomes["plain"].why
    assert own.read_bytes() == notebook("by hand")
    assert outcomes["apple"].outcome is Outcome.NEW
    assert not result.good


def test_what_was_changed_after_it_was_placed_is_left(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    source = tmp_path / "one.eml"
    source.write_bytes(CASES[0].raw)
    with collected.here():
        collected.collecting(course, source)
        placed = course.root / "submitted" / "plain" / "double" / "double.ipynb"
        placed.write_bytes(b"mended")
        source.write_bytes(mail("plain", with_file("plain 2"), date="Wed, 17 Apr 2024 23:54:50 +0200"))
        result = collected.collecting(course, source)
    assert [placing.outcome for placing in result.placings] == [Outcome.LEFT]
    assert placed.read_bytes() == b"mended"


def test_a_person_decides_whose_an_item_is_and_it_is_placed(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, "id,email\nada,ada@example.org\n")
    raw = mail("nobody", with_file("nobody"), sender="who@private.example")
    (tmp_path / "one.eml").write_bytes(raw)
    with collected.here():
        first = collected.collecting(course, tmp_path / "one.eml")
        (row,) = first.decided.rows
        assert row.look
        table = course.root / "handed-in" / "double" / "by-hand.csv"
        table.write_text(f"item,student,arrived\n{row.entry.key},ada,2024-04-17 20:00\n")
        second = collected.collecting(course)
    assert second.good
    assert collected.submitted(course)["ada/double/timestamp.txt"] == b"2024-04-17 18:00:00 UTC\n"
    with collected.here():
        table.write_text(f"item,student\n{row.entry.key},-\n")
        third = collected.collecting(course)
    assert [placing.outcome for placing in third.placings] == [Outcome.WITHDRAWN]
    assert not collected.submitted(course)


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


def test_two_collections_at_once_are_refused(little: Course) -> None:
    course = collected.prepare(little, ROSTER)
    with locks.collecting(course, "double"), pytest.raises(CourseError, match="being collected already"):
        collected.collecting(course)
