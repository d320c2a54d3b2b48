"""Drafts that mail programs open: the same bytes each time, names that every system takes, no mail in the ledger."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from grader.handback.drafts import file_names, left_over, write_drafts
from grader.handback.ledger import Due, Ledger
from grader.handback.mail import compose
from tests.support.handed_back import a_feedback, a_wording, mails_of


def test_a_draft_opens_as_one_and_is_the_same_each_time(tmp_path: Path) -> None:
    folder, ledger, mails = tmp_path / "drafts", Ledger(tmp_path / "ledger"), mails_of(tmp_path, 2)
    written = write_drafts(mails, folder, ledger)
    before = {path: path.read_bytes() for path in [*written, ledger.path("s0")]}
    assert write_drafts(mails, folder, ledger) == written
    assert {path: path.read_bytes() for path in before} == before
    message = message_from_bytes(before[written[0]], policy=policy.default)
    assert (message["X-Unsent"], message["To"], message["Date"]) == ("1", "Student 0 <s0@example.org>", None)
    [page] = message.iter_attachments()  # type: ignore[attr-defined]
    assert page.get_payload(decode=True) == mails[0].feedback.pages[0].read()
    assert ledger.due(mails[0].feedback) is Due.NEW


def test_a_draft_of_other_marks_replaces_the_one_before(tmp_path: Path) -> None:
    folder, ledger = tmp_path / "drafts", Ledger(tmp_path / "ledger")
    for points in (7, 8):
        [path] = write_drafts([compose(a_feedback(tmp_path, points=points), a_wording())], folder, ledger)
    assert b"18 of 20" in path.read_bytes()
    assert len(ledger.records("ada")) == 1
    (folder / "ben.eml").write_text("old")
    assert left_over(folder, [path]) == ["ben.eml"]


@pytest.mark.parametrize(
    "students",
    [
        ["ada", "Ada", "ADA"],
        ["a:b", "a?b", "a_b", "a*b"],
        ["con", "NUL.x", "com1", "aux"],
        ["x" * 200, "x" * 199 + "y", "ü" * 100],
        ["-rf", ".", "...", "a.", "学生", "ﬁ", "fi"],
    ],
)
def test_names_are_safe_and_differ_without_regard_to_case(students: list[str]) -> None:
    names = file_names(students)
    assert len({name.casefold() for name in names.values()}) == len(students)
    for name in names.values():
        assert name.endswith(".eml")
        assert len(name.encode()) <= 200
        assert not set(name) & set('<>:"/\\|?*\0 ')
        assert name[0] not in ".-"
        assert name.partition(".")[0].upper() not in {"CON", "NUL", "COM1", "AUX"}
    assert file_names(["ada"]) == {"ada": "ada.eml"}
