"""One connection to a real server: refusals, and what a mail is when the line is cut."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.handback.connection import Connection, ConnectionLost, ServerUnusable
from grader.handback.ledger import State
from grader.handback.mail import content_of
from grader.handback.smtp_server import Security, Server
from grader.roster import Student
from tests.support.cut_line import Cut, cut_line
from tests.support.handed_back import a_mail
from tests.support.mail_server import (
    END,
    Postbox,
    free_port,
    serving,
    waited,
)

SENT = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[tuple[Postbox, int]]:
    postbox = Postbox()
    with serving(postbox) as port:
        yield postbox, port


def plain(port: int) -> Server:
    return Server("127.0.0.1", port, Security.NONE)


def test_what_the_server_gets_is_what_was_built(post: tuple[Postbox, int], tmp_path: Path) -> None:
    postbox, port = post
    mail, told = a_mail(tmp_path), []
    line = Connection(plain(port))
    outcome = line.send(mail, mail.message(SENT), lambda: told.append(len(postbox.mails)))
    line.close()
    assert (outcome.state, outcome.said, told) == (State.SENT, "250 queued as 1", [0])
    [received] = postbox.mails
    assert received.content == content_of(mail.message(SENT))
    assert (received.sender, received.recipients) == ("staff@example.org", ["ada@example.org"])


def test_a_server_that_cannot_encrypt_is_not_spoken_to(post: tuple[Postbox, int]) -> None:
    with pytest.raises(ServerUnusable, match="STARTTLS extension not supported"):
        Connection(Server("localhost", post[1], Security.STARTTLS))
    with pytest.raises(ServerUnusable, match="no safe connection"):
        Connection(Server("localhost", post[1], Security.TLS))


def test_a_server_that_is_down_or_unknown_is_told() -> None:
    with pytest.raises(ServerUnusable, match=r"it cannot be used \(Connection refused\)"):
        Connection(plain(free_port()))
    with pytest.raises(ServerUnusable, match="it cannot be used"):
        Connection(Server("no-such-host.invalid", 587, Security.STARTTLS))


@pytest.mark.parametrize(
    ("at", "answer", "state"),
    [
        ("at_recipient", "550 5.1.1 no such user", State.REFUSED),
        ("at_recipient", "450 4.2.0 greylisted", State.POSTPONED),
        ("at_end", "554 5.7.1 looks like spam", State.REFUSED),
        ("at_end", "451 4.3.0 try later", State.POSTPONED),
        ("at_sender", "452 4.3.1 disk full", State.POSTPONED),
        ("at_sender", "552 5.3.4 too large", State.REFUSED),
    ],
)
def test_a_refusal_ends_one_mail_and_the_line_goes_on(
    post: tuple[Postbox, int], tmp_path: Path, at: str, answer: str, state: State
) -> None:
    postbox, port = post
    answers = getattr(postbox, at)
    (answers if at == "at_sender" else answers["ada@example.org"]).append(answer)
    line = Connection(plain(port))
    first, other = a_mail(tmp_path), a_mail(tmp_path, "ben")
    assert line.send(first, first.message(SENT), lambda: None).state is state
    assert line.send(other, other.message(SENT), lambda: None).state is State.SENT
    line.close()
    assert postbox.addresses == ["ben@example.org"]


def test_a_server_that_takes_nothing_from_the_sender_ends_it(post: tuple[Postbox, int], tmp_path: Path) -> None:
    post[0].at_sender.append("553 5.7.1 not your address")
    line, mail = Connection(plain(post[1])), a_mail(tmp_path)
    with pytest.raises(ServerUnusable, match=r"it takes no mail from staff@example\.org \(553"):
        line.send(mail, mail.message(SENT), lambda: None)
    line.close()


@pytest.mark.parametrize("at", ["at_recipient", "at_end"])
def test_a_server_that_hangs_up_does_not_have_the_mail(post: tuple[Postbox, int], tmp_path: Path, at: str) -> None:
    getattr(post[0], at)["ada@example.org"].append("421 4.7.0 too many mails")
    line, mail = Connection(plain(post[1])), a_mail(tmp_path)
    with pytest.raises(ConnectionLost, match="421"):
        line.send(mail, mail.message(SENT), lambda: None)


@pytest.mark.parametrize(
    ("cut", "state", "arrived"),
    [
        (lambda number, sent: False if b"\nMAIL" in sent.upper() else None, None, 0),
        (lambda number, sent: False if b"\nRCPT" in sent.upper() else None, None, 0),
        (lambda number, sent: False if b"\nDATA" in sent.upper() else None, None, 0),
        (lambda number, sent: True if sent.endswith(END) else None, State.SENDING, 1),
        (lambda number, sent: False if sent.endswith(END) else None, State.SENDING, 0),
    ],
    ids=["before MAIL", "before RCPT", "before DATA", "after the end", "before the end arrives"],
)
def test_a_line_that_is_cut_leaves_no_mail_or_a_doubtful_one(
    post: tuple[Postbox, int],
    tmp_path: Path,
    cut: Cut,
    state: State | None,
    arrived: int,
) -> None:
    postbox, port = post
    mail = a_mail(tmp_path)
    with cut_line(port, cut) as cuttable:
        line = Connection(plain(cuttable))
        if state is None:
            with pytest.raises(ConnectionLost):
                line.send(mail, mail.message(SENT), lambda: pytest.fail("it may have been sent"))
        else:
            outcome = line.send(mail, mail.message(SENT), lambda: None)
            assert outcome.state is state
            assert "no confirmation" in outcome.said
    waited(lambda: len(postbox.mails) == arrived)


def test_a_mail_larger_than_the_server_takes_is_not_begun(tmp_path: Path) -> None:
    postbox, mail = Postbox(), a_mail(tmp_path)
    with serving(postbox, data_size_limit=1000) as port:
        line = Connection(plain(port))
        outcome = line.send(mail, mail.message(SENT), lambda: pytest.fail("it may have been sent"))
        line.close()
    assert outcome.state is State.REFUSED
    assert outcome.said.endswith("and this server takes 1,000")


@pytest.mark.parametrize(("takes", "state"), [(True, State.SENT), (False, State.REFUSED)])
def test_letters_before_the_at_sign_need_a_server_that_takes_them(tmp_path: Path, takes: bool, state: State) -> None:
    postbox, mail = Postbox(), a_mail(tmp_path, Student("j", "Jürgen", "", "jürgen@example.org"))
    with serving(postbox, enable_SMTPUTF8=takes) as port:
        line = Connection(plain(port))
        assert line.send(mail, mail.message(SENT), lambda: None).state is state
        line.close()
    assert postbox.addresses == (["jürgen@example.org"] if takes else [])
