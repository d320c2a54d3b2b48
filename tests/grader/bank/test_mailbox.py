"""The made-up class's mails hold what they are said to hold."""

import email
import email.policy
import mailbox as mailboxes
from pathlib import Path

import pytest

from grader.bank import answers, mailbox
from grader.course import Course

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def mails(tmp_path_factory: pytest.TempPathFactory) -> list[email.message.Message]:
    course = Course(ROOT)
    path = tmp_path_factory.mktemp("mail") / "class.mbox"
    count = mailbox.write_mailbox(course, "hw3", answers.read_class(course, "hw3"), path)
    box = mailboxes.mbox(path)
    found = list(box)
    box.close()
    assert len(found) == count
    return found


def sent_by(mails: list[email.message.Message], student: str) -> list[email.message.Message]:
    return [mail for mail in mails if student in str(mail["From"]).lower()]


def test_every_way_is_in_the_class() -> None:
    assert {member.sent for member in answers.read_class(Course(ROOT), "hw3")} == set(mailbox.WAYS)


@pytest.mark.parametrize(("student", "count"), [("ada", 1), ("ben", 2), ("chen", 2), ("emil", 0), ("ta-one", 1)])
def test_each_sends_what_the_class_says(mails: list[email.message.Message], student: str, count: int) -> None:
    assert len(sent_by(mails, student)) == count


def test_what_outlook_wraps_is_the_notebook(mails: list[email.message.Message]) -> None:
    tnefparse = pytest.importorskip("tnefparse")
    (mail,) = sent_by(mails, "kofi")
    wrapped = next(part for part in mail.walk() if part.get_filename() == "winmail.dat").get_payload(decode=True)
    (attachment,) = tnefparse.TNEF(wrapped).attachments
    member = next(one for one in answers.read_class(Course(ROOT), "hw3") if one.student == "kofi")
    assert attachment.name == "hw3.ipynb"
    assert attachment.data.decode() == answers.notebook_text(Course(ROOT), "hw3", member)


def test_the_class_list_knows_every_sender_but_one(mails: list[email.message.Message]) -> None:
    text = mailbox.roster_text(answers.read_class(Course(ROOT), "hw3"))
    unknown = {str(mail["From"]) for mail in mails if email.utils.parseaddr(mail["From"])[1] not in text}
    assert unknown == {"ta-one@example.org", "somebody@elsewhere.example"}
