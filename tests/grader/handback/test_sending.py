"""Mails of a class to a real server that refuses, delays and hangs up, and what the ledger says of each."""

import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.course import Course
from grader.errors import CourseError
from grader.handback.ledger import Due, Ledger, State
from grader.handback.mail import Mail
from grader.handback.plan import make_plan
from grader.handback.sending import Sender, read_pause
from grader.handback.smtp_server import Security, Server
from tests.support.cut_line import cut_line
from tests.support.handed_back import ROOT, a_feedback, a_mail, a_wording, mails_of, send
from tests.support.mail_server import END, Postbox, free_port, serving


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def port(postbox: Postbox) -> Iterator[int]:
    with serving(postbox) as port:
        yield port


def states(ledger: Ledger, mails: list[Mail]) -> list[State | None]:
    found = [ledger.records(mail.feedback.student.id) for mail in mails]
    return [records[-1].state if records else None for records in found]


def test_each_student_gets_one_mail_over_one_connection(postbox: Postbox, port: int, tmp_path: Path) -> None:
    mails, ledger = mails_of(tmp_path, 5), Ledger(tmp_path / "ledger")
    assert send(mails, port, ledger).of(State.SENT) == ["s0", "s1", "s2", "s3", "s4"]
    assert postbox.addresses == [f"s{place}@example.org" for place in range(5)]
    assert [mail.message["Message-ID"] for mail in postbox.mails] == [mail.message_id for mail in mails]
    assert all(mail.message["Date"] for mail in postbox.mails)
    assert postbox.sessions == 1
    send(mails, port, ledger)
    assert len(postbox.mails) == 5


def test_a_refusal_concerns_one_student_and_the_next_run_sends_the_rest(
    postbox: Postbox, port: int, tmp_path: Path
) -> None:
    mails, ledger = mails_of(tmp_path, 3), Ledger(tmp_path / "ledger")
    postbox.at_recipient["s1@example.org"] = ["550 5.1.1 no such user"]
    fates = send(mails, port, ledger)
    assert fates.of(State.REFUSED) == ["s1"]
    assert fates.by_student["s1"].said == "550 5.1.1 no such user"
    assert states(ledger, mails) == [State.SENT, State.REFUSED, State.SENT]
    assert postbox.asked["s1@example.org"] == 1
    send(mails, port, ledger)
    assert postbox.addresses == ["s0@example.org", "s2@example.org", "s1@example.org"]


def test_what_is_greylisted_is_tried_once_more_after_the_others(postbox: Postbox, port: int, tmp_path: Path) -> None:
    mails, ledger = mails_of(tmp_path, 3), Ledger(tmp_path / "ledger")
    postbox.at_recipient["s0@example.org"] = ["450 4.2.0 greylisted"]
    postbox.at_end["s1@example.org"] = ["451 4.3.0 busy"] * 2
    fates = send(mails, port, ledger)
    assert postbox.addresses == ["s2@example.org", "s0@example.org"]
    assert fates.of(State.POSTPONED) == ["s1"]
    assert postbox.asked["s1@example.org"] == 2
    send(mails, port, ledger)
    assert Counter(postbox.addresses) == {f"s{place}@example.org": 1 for place in range(3)}


def test_a_server_that_hangs_up_after_some_mails_is_called_again(postbox: Postbox, port: int, tmp_path: Path) -> None:
    mails, ledger = mails_of(tmp_path, 4), Ledger(tmp_path / "ledger")
    postbox.at_recipient["s2@example.org"] = ["421 4.7.0 too many mails"]
    assert len(send(mails, port, ledger).of(State.SENT)) == 4
    assert Counter(postbox.addresses) == {f"s{place}@example.org": 1 for place in range(4)}
    assert postbox.sessions == 2


def test_a_line_that_is_cut_in_the_middle_of_a_mail_is_opened_again(
    postbox: Postbox, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails, ledger = mails_of(tmp_path, 3, size=500_000), Ledger(tmp_path / "ledger")

    def cut(number: int, sent: bytes) -> bool | None:
        inside = number == 0 and sent.upper().count(b"\nDATA") == 2 and len(sent) > 800_000
        return True if inside else None

    def narrow(*arguments: Any, **options: Any) -> socket.socket:
        opened = connect(*arguments, **options)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)  # so that the client notices in the middle
        return opened

    connect = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", narrow)
    with cut_line(port, cut) as cuttable:
        fates = send(mails, cuttable, ledger)
    assert fates.of(State.SENT) == ["s0", "s1", "s2"]
    assert postbox.addresses == ["s0@example.org", "s1@example.org", "s2@example.org"]
    assert postbox.sessions == 2


def test_a_mail_without_confirmation_is_in_doubt_and_never_sent_by_itself(
    postbox: Postbox, port: int, tmp_path: Path
) -> None:
    mails, ledger = mails_of(tmp_path, 3), Ledger(tmp_path / "ledger")
    with cut_line(port, lambda number, sent: True if number == 0 and sent.count(END) == 2 else None) as cuttable:
        fates = send(mails, cuttable, ledger)
    assert fates.of(State.SENDING) == ["s1"]
    assert states(ledger, mails) == [State.SENT, State.SENDING, State.SENT]
    assert ledger.due(mails[1].feedback) is Due.IN_DOUBT
    send(mails, port, ledger)
    assert max(Counter(postbox.addresses).values()) == 1
    again = make_plan([mails[1].feedback], ledger, a_wording(), again=True)
    assert again.again == ["s1"]
    postbox.at_recipient["s1@example.org"] = ["550 5.1.1 no such user"]
    Sender(Server("127.0.0.1", port, Security.NONE), ledger, 0.0).send(again.mails)
    assert ledger.due(mails[1].feedback) is Due.IN_DOUBT  # the first may have arrived all the same
    Sender(Server("127.0.0.1", port, Security.NONE), ledger, 0.0).send(again.mails)
    assert ledger.due(mails[1].feedback) is Due.DONE


def test_a_server_that_goes_down_leaves_the_rest_untried(postbox: Postbox, tmp_path: Path) -> None:
    mails, ledger = mails_of(tmp_path, 3), Ledger(tmp_path / "ledger")
    with (
        serving(postbox) as port,
        cut_line(port, lambda number, sent: False if sent.upper().count(b"\nMAIL") == 2 else None) as cuttable,
    ):
        sender = Sender(Server("127.0.0.1", cuttable, Security.NONE), ledger, 0.0)
        sender.done = lambda student: setattr(sender, "server", Server("127.0.0.1", free_port(), Security.NONE))
        fates = sender.send(mails)
    assert fates.of(State.SENT) == ["s0"]
    assert fates.untried == ("s1", "s2")
    assert "Connection refused" in fates.stopped
    with serving(postbox) as port:
        send(mails, port, ledger)
    assert Counter(postbox.addresses) == {f"s{place}@example.org": 1 for place in range(3)}


def test_changed_marks_are_sent_as_a_correction_of_what_was_sent(postbox: Postbox, port: int, tmp_path: Path) -> None:
    ledger, wording = Ledger(tmp_path / "ledger"), a_wording()
    send([a_mail(tmp_path)], port, ledger)
    plan = make_plan([a_feedback(tmp_path, points=9)], ledger, wording)
    assert plan.corrections == ["ada"]
    Sender(Server("127.0.0.1", port, Security.NONE), ledger, 0.0).send(plan.mails)
    first, second = (mail.message for mail in postbox.mails)
    assert second["Subject"] == f"Correction: {first['Subject']}"
    assert second["In-Reply-To"] == first["Message-ID"] != second["Message-ID"]
    assert make_plan([a_feedback(tmp_path, points=9)], ledger, wording).done == ["ada"]


def test_a_page_that_changed_meanwhile_is_told_and_the_others_are_sent(
    postbox: Postbox, port: int, tmp_path: Path
) -> None:
    mails, ledger = mails_of(tmp_path, 2), Ledger(tmp_path / "ledger")
    mails[0].feedback.pages[0].path.write_text("another page")
    fates = send(mails, port, ledger)
    assert "written anew meanwhile" in fates.by_student["s0"].said
    assert postbox.addresses == ["s1@example.org"]


def test_a_server_that_says_nothing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.handback.connection.TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        fates = send(mails_of(tmp_path, 2), silent.getsockname()[1], Ledger(tmp_path / "ledger"))
    assert "timed out" in fates.stopped
    assert fates.untried == ("s0", "s1")


@pytest.mark.parametrize("pause", ["soon", -1, 10_000, True, None])
def test_a_pause_that_is_no_number_of_seconds_is_told(pause: object) -> None:
    with pytest.raises(CourseError, match=r"c\.HandBack\.retry_seconds is"):
        read_pause(Course(ROOT).changed(HandBack={"retry_seconds": pause}))
