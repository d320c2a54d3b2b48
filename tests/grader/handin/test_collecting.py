"""Mails of all kinds become what they should, and collecting them again changes nothing."""

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
from tests.support.in_this_process import in_this_process
from tests.support.mail_cases import CASES, ROSTER
from tests.support.mails import Case, mbox

Done = tuple[Course, Collected]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, new_little: Callable[[Path], Course]) -> Iterator[Done]:
    folder = tmp_path_factory.mktemp("mails")
    course = collected.prepare(new_little(folder / "course"), ROSTER)
    (folder / "ta.mbox").write_bytes(mbox(CASES))
    with in_this_process():
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


def test_the_same_again_changes_nothing(little: Course, tmp_path: Path) -> None:
    course = collected.prepare(little, ROSTER)
    (tmp_path / "ta.mbox").write_bytes(mbox(CASES[:4]))
    with in_this_process():
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
    with in_this_process():
        trial = collected.collecting(course, tmp_path / "ta.mbox", dry=True)
        assert not (course.root / "handed-in").exists()
        assert not collected.submitted(course)
        real = collected.collecting(course, tmp_path / "ta.mbox")
    assert [placing.outcome for placing in trial.placings] == [placing.outcome for placing in real.placings]
    assert [row.entry.key for row in trial.decided.rows] == [row.entry.key for row in real.decided.rows]


def test_two_collections_at_once_are_refused(little: Course) -> None:
    course = collected.prepare(little, ROSTER)
    with locks.collecting(course, "double"), pytest.raises(CourseError, match="being collected already"):
        collected.collecting(course)
