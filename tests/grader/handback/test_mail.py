"""Mails as a mail program reads them: one recipient, the page byte for byte, and headers that no name breaks."""

import dataclasses
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.handback.mail import Mail, compose, content_of, envelope, recipient_of
from grader.roster import Student
from tests.support.handed_back import a_feedback, a_mail, a_wording

SENT = datetime(2026, 5, 1, 12, tzinfo=UTC)


def parsed(mail: Mail) -> EmailMessage:
    message = message_from_bytes(content_of(mail.message(SENT)), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_mail_is_what_a_mail_program_expects(tmp_path: Path) -> None:
    mail = a_mail(tmp_path, "zoe")
    message = parsed(mail)
    assert message["To"] == "Zoë Müller-Lüdenscheidt <zoe@example.org>"
    assert message["From"] == "The course's staff <staff@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == SENT
    assert message["Message-ID"] == mail.message_id
    assert message["Cc"] is message["Bcc"] is message["In-Reply-To"] is None
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == mail.text
    [page] = message.iter_attachments()
    assert (page.get_content_type(), page.get_filename()) == ("text/html", "hw3.html")
    assert page.get_payload(decode=True) == mail.feedback.pages[0].path.read_bytes()


def test_a_mail_is_ascii_in_short_lines_whatever_it_says(tmp_path: Path) -> None:
    wording = a_wording(text="{{ name }} {{ 'ü' * 3000 }}\n.\nFrom here on\n{{ 'word ' * 400 }}")
    mail = compose(a_feedback(tmp_path, "zoe"), wording)
    content = content_of(mail.message(SENT))
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert content.count(b"\n") == content.count(b"\r\n")
    body = parsed(mail).get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == mail.text


def test_the_same_content_has_the_same_id_and_bytes(tmp_path: Path) -> None:
    first, again, other = a_mail(tmp_path), a_mail(tmp_path), a_mail(tmp_path, points=8)
    assert first.message_id == again.message_id != other.message_id
    assert first.message(SENT).as_bytes() == again.message(SENT).as_bytes()
    assert a_mail(tmp_path, "ben").message_id != first.message_id
    assert "ada" not in first.message_id


def test_a_correction_refers_to_the_mail_that_it_replaces(tmp_path: Path) -> None:
    mail = compose(a_feedback(tmp_path), a_wording(), correction=True, replaces="<old@example.org>")
    message = parsed(mail)
    assert message["In-Reply-To"] == message["References"] == "<old@example.org>"
    assert message["Subject"] == mail.subject == "Correction: Arithmetic: your feedback on hw3"


@pytest.mark.parametrize("subject", ["x" * 300, "word " * 60, "Ünïcode " * 30, "Correction: " + "a" * 58])
def test_a_long_subject_arrives_as_it_is(tmp_path: Path, subject: str) -> None:
    mail = compose(a_feedback(tmp_path), a_wording(subject=subject))
    assert parsed(mail)["Subject"].strip() == mail.subject
    if subject.isascii():
        assert parsed(mail)["Subject"] == mail.subject


def test_a_page_that_changed_meanwhile_is_not_sent(tmp_path: Path) -> None:
    mail = a_mail(tmp_path)
    mail.feedback.pages[0].path.write_text("another")
    with pytest.raises(GraderError, match="it was written anew meanwhile"):
        mail.message(SENT)
    mail.feedback.pages[0].path.unlink()
    with pytest.raises(GraderError, match="it cannot be read"):
        mail.message(SENT)


@pytest.mark.parametrize(
    ("email", "what"),
    [
        ("", "no address in the class list"),
        ("ada@", "cannot be used"),
        ("ada", "cannot be used"),
        ("a b@example.org", "cannot be used"),
        ("ada@example.org\nBcc: all@example.org", "cannot be used"),
        ("ada(x)@example.org", "cannot be used"),
        ("ada@example.org>", "cannot be used"),
        (f"ada@{'ü' * 80}.example", "cannot be used"),
    ],
)
def test_an_address_that_cannot_be_used_is_told(tmp_path: Path, email: str, what: str) -> None:
    with pytest.raises(GraderError) as raised:
        recipient_of(a_feedback(tmp_path, Student("ada", email=email)))
    assert what in raised.value.what
    assert raised.value.remedy


@pytest.mark.parametrize(
    ("email", "sent_to", "international"),
    [
        ("ada@exämple.example", "ada@xn--exmple-cua.example", False),
        ("jürgen@example.org", "jürgen@example.org", True),
        ("o'brien+hw3@example.org", "o'brien+hw3@example.org", False),
    ],
)
def test_addresses_beyond_ascii_are_sent_as_servers_take_them(
    tmp_path: Path, email: str, sent_to: str, international: bool
) -> None:
    mail = a_mail(tmp_path, Student("ada", "Ada", "Lovelace", email))
    assert envelope(mail.recipient) == sent_to
    assert mail.international is international
    assert sent_to.encode() in mail.message(SENT).as_bytes()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(name=st.text(), task=st.text(max_size=50), comment=st.text(), course=st.text(max_size=60))
def test_no_text_of_anybody_s_makes_a_header_or_a_recipient(
    tmp_path: Path, name: str, task: str, comment: str, course: str
) -> None:
    student = Student("ada", f"{name}\r\nBcc: eve@example.org", "", "ada@example.org")
    given_back = a_feedback(tmp_path, student)
    tasks = tuple(dataclasses.replace(each, task=task, comment=comment) for each in given_back.tasks)
    wording = dataclasses.replace(a_wording(), course=f"{course}\nBcc: eve@example.org")
    mail = compose(dataclasses.replace(given_back, tasks=tasks), wording)
    message = parsed(mail)
    assert sorted(message.keys()) == [
        *("Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To")
    ]
    assert [address.addr_spec for address in message["To"].addresses] == ["ada@example.org"]
    [page] = message.iter_attachments()
    assert page.get_payload(decode=True) == mail.feedback.pages[0].path.read_bytes()
    content = content_of(mail.message(SENT))
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 998
