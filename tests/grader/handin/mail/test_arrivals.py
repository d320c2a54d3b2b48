"""Times of mails that somebody forwards: all of such a mail can be made up by whoever attached it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import Course
from grader.handin.entry import Row
from grader.handin.item import Word
from tests.support import collected
from tests.support.in_this_process import in_this_process
from tests.support.mails import TEXT, mail, mixed, with_file

ROSTER = "id,email\nada,ada@example.org\nbob,bob@example.org\n"
LATE = "Sat, 20 Apr 2024 12:00:00 +0200"
EARLY = "Tue, 16 Apr 2024 12:00:00 +0200"
VERIFIED = "Authentication-Results: mx.example.org; spf=pass; dmarc=pass\n"
DOUBT = "Only the mail that was forwarded says so"


def received(date: str) -> str:
    return f"Received: from out.example by mx.example.org with ESMTP; {date}\n"


def forwarded(extra: str, inner: bytes) -> bytes:
    """A mail in the name of staff that arrived late, and to which an early one is attached."""
    body = mixed(TEXT, f"Content-Type: message/rfc822\n\n{inner.decode()}", boundary="=_outer")
    return mail("ta-one", body, extra=extra + received(LATE), date=LATE)


@pytest.fixture
def rows(little: Course, tmp_path: Path) -> Callable[..., list[Row]]:
    """Collect mails; what became of each, in the order of arrival."""

    def collect(*mails: bytes) -> list[Row]:
        course = collected.prepare(little, ROSTER)
        folder = tmp_path / "mails"
        folder.mkdir()
        for number, raw in enumerate(mails):
            (folder / f"{number}.eml").write_bytes(raw)
        with in_this_process():
            return sorted(collected.collecting(course, folder).decided.rows, key=lambda row: str(row.arrival.at))

    return collect


INNER = mail("ada", with_file("ada"), extra=received(EARLY), date=EARLY)


def test_a_forwarded_mail_is_not_believed_to_be_early_by_its_own_lines(rows: Callable[..., list[Row]]) -> None:
    (row,) = rows(forwarded("", INNER))
    assert (row.student, row.arrival.word, row.look) == ("ada", Word.SENDER, True)
    assert DOUBT in row.why


def test_a_line_of_results_that_another_server_wrote_verifies_nothing(rows: Callable[..., list[Row]]) -> None:
    (row,) = rows(forwarded(VERIFIED.replace("mx.example.org", "mx.evil.example"), INNER))
    assert (row.arrival.word, row.look) == (Word.SENDER, True)


@pytest.mark.parametrize("said", ["spf=pass", "dkim=pass", 'spf=none reason="dmarc=pass"', "spf=pass (dmarc=pass)"])
def test_nothing_but_dmarc_verifies_the_address_that_a_mail_names(said: str, rows: Callable[..., list[Row]]) -> None:
    (row,) = rows(forwarded(f"Authentication-Results: mx.example.org; {said}\n", INNER))
    assert (row.arrival.word, row.look) == (Word.SENDER, True)


def test_a_forwarded_mail_is_believed_where_our_server_verified_who_forwards(rows: Callable[..., list[Row]]) -> None:
    (row,) = rows(forwarded(VERIFIED, INNER))
    assert (row.arrival.word, row.look) == (Word.SERVER, False)
    assert str(row.arrival.at) == "2024-04-16 10:00:00"


def test_a_forwarded_mail_that_is_late_in_any_case_needs_no_look(rows: Callable[..., list[Row]]) -> None:
    (row,) = rows(forwarded("", mail("ada", with_file("ada"), extra=received(LATE), date=LATE)))
    assert not row.look
    assert "late." in row.why


def test_a_copy_that_came_on_time_by_itself_settles_the_doubt(rows: Callable[..., list[Row]]) -> None:
    found = rows(forwarded("", INNER), mail("ada", with_file("ada"), extra=received("Wed, 17 Apr 2024 10:00:00 +0200")))
    assert not any(row.look for row in found), [row.why for row in found]


def test_a_mail_that_another_student_sent_in_a_student_s_name_is_shown(rows: Callable[..., list[Row]]) -> None:
    (row,) = rows(mail("ada", with_file("ada"), extra="Sender: bob@example.org\n"))
    assert (str(row.decision), row.look) == ("refused", True)
    assert "sent by bob in the name of ada@example.org" in row.why


def test_a_message_id_that_several_mails_have_hides_none_of_them(rows: Callable[..., list[Row]]) -> None:
    link = f"{TEXT}\nThe new one: https://drive.example.org/2\n"
    found = rows(
        mail("ada", with_file("ada"), identity="<same@x>", date=EARLY),
        mail("ada", link, identity="<same@x>"),
        mail("bob", TEXT, identity="<same@x>"),
    )
    assert sorted((str(row.decision), row.student, row.look) for row in found) == [
        ("chosen", "ada", False),
        ("refused", "ada", True),
        ("refused", "bob", True),
    ]


def test_copies_of_one_mail_without_its_file_are_shown_once(rows: Callable[..., list[Row]]) -> None:
    raw = mail("bob", TEXT, identity="<one@x>")
    found = rows(raw, b"X-Folder: ta-two\n" + raw)
    assert sorted((str(row.decision), row.look) for row in found) == [("refused", True), ("same again", False)]
