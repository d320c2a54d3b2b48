"""The ledger: what a student has or may have is never sent again by itself; changed marks are."""

import dataclasses
import json
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handback.ledger import Due, Ledger, Record, State, record_of
from grader.storage import atomic
from tests.support.handed_back import a_feedback


def note(
    ledger: Ledger, folder: Path, state: State, way: str = "mail", points: float = 7.5, mail: str = "<1@x>"
) -> Record:
    record = record_of(a_feedback(folder, points=points), way, state, message_id=mail, address="ada@example.org")
    ledger.note("ada", record)
    return record


@pytest.mark.parametrize(
    ("states", "due"),
    [
        ((), Due.NEW),
        ((State.SENDING,), Due.IN_DOUBT),
        ((State.SENDING, State.SENT), Due.DONE),
        ((State.SENDING, State.REFUSED), Due.NEW),
        ((State.SENDING, State.POSTPONED), Due.NEW),
        ((State.SENDING, State.POSTPONED, State.SENDING, State.SENT), Due.DONE),
        ((State.SENT, State.SENDING), Due.IN_DOUBT),
        ((State.SENT, State.REFUSED), Due.DONE),
    ],
)
def test_what_is_due_follows_from_what_a_student_has_or_may_have(
    tmp_path: Path, states: tuple[State, ...], due: Due
) -> None:
    ledger = Ledger(tmp_path / "ledger")
    for state in states:
        note(ledger, tmp_path, state)
    assert ledger.due(a_feedback(tmp_path)) is due
    has = {State.SENT, State.SENDING} & {record.state for record in ledger.records("ada")}
    assert ledger.due(a_feedback(tmp_path, points=8)) is (Due.CORRECTION if has else Due.NEW)


def test_a_page_that_changed_alone_is_not_sent_by_itself(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    note(ledger, tmp_path, State.SENT)
    given = a_feedback(tmp_path)
    [page] = given.pages
    other = dataclasses.replace(given, pages=(dataclasses.replace(page, digest="0" * 64),))
    assert ledger.due(other) is Due.PAGE_ONLY


def test_drafts_and_platforms_zips_are_not_mails(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    for way in ("drafts", "moodle", "canvas", "ilias"):
        note(ledger, tmp_path, State.WRITTEN, way)
    assert ledger.due(a_feedback(tmp_path)) is Due.NEW
    assert len(ledger.records("ada")) == 4


def test_what_is_written_again_leaves_the_ledger_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(tmp_path / "ledger")
    note(ledger, tmp_path, State.WRITTEN, "drafts")
    monkeypatch.setattr(atomic, "write_text", lambda *arguments, **options: pytest.fail("written again"))
    note(ledger, tmp_path, State.WRITTEN, "drafts")


def test_each_mail_keeps_its_own_record(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    first = note(ledger, tmp_path, State.SENT)
    second = note(ledger, tmp_path, State.SENT, points=8, mail="<2@x>")
    assert ledger.records("ada") == (first, second)
    assert ledger.received("ada") == second
    assert json.loads(ledger.path("ada").read_text())["records"][0]["total"] == 17.5


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 2, "records": []}', '{"version": 1, "records": [{}]}'])
def test_records_that_cannot_be_read_are_told_and_nothing_is_assumed(tmp_path: Path, text: str) -> None:
    ledger = Ledger(tmp_path)
    ledger.path("ada").write_text(text)
    with pytest.raises(CourseError, match=r"ada\.json: what was handed back cannot be read") as raised:
        ledger.due(a_feedback(tmp_path))
    assert "Find out whether this student has the mail" in raised.value.remedy
