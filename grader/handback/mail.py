"""One mail: a summary in plain text, the feedback pages attached, and headers that no name can break."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from functools import cached_property

from grader.errors import GraderError
from grader.handback.feedback import Feedback
from grader.handback.wording import Wording
from grader.text import one_line

ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")  # of an address that needs no quotes
UNFOLDED = 500  # characters of a line, of 998 that servers take
ROSTER = "Correct it in the class list."


@dataclass(frozen=True)
class Mail:
    """What is sent to one student; its pages are read when it is built.

    Attributes:
        feedback: what it holds.
        sender: whom it is from.
        recipient: the student's name and only address.
        subject: one line.
        text: plain text.
        course: what the course is called, for the Message-ID.
        replaces: the Message-ID of the mail that it corrects; empty if it corrects none.
    """

    feedback: Feedback
    sender: Address
    recipient: Address
    subject: str
    text: str
    course: str
    replaces: str = ""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that is sent."""
        said = (self.course, self.feedback.assignment, self.feedback.student.id, self.feedback.shown)
        return hashlib.sha256("\0".join((*said, self.subject, self.text)).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def message_id(self) -> str:
        """The same for the same content, so that a mail which arrives twice can be told to be one."""
        return f"<hand-back.{self.digest[:40]}@{_ascii_host(self.sender)}>"

    @property
    def international(self) -> bool:
        """Whether an address needs a server that takes letters beyond ASCII before the @ sign."""
        return not (self.sender.username + self.recipient.username).isascii()

    def message(self, sent: datetime | None = None) -> EmailMessage:
        """Build the mail.

        Args:
            sent: the time in its Date; without one it has none, as a draft.

        Raises:
            GraderError: a page cannot be read.
        """
        message = EmailMessage(policy=SMTPUTF8 if self.international else SMTP)
        message["From"] = _with_ascii_host(self.sender)
        message["To"] = _with_ascii_host(self.recipient)
        message["Subject"] = self.subject
        if sent:
            message["Date"] = format_datetime(sent)
        message["Message-ID"] = self.message_id
        if self.replaces:
            message["In-Reply-To"] = message["References"] = self.replaces
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text, charset="utf-8", cte="quoted-printable")
        for page in self.feedback.pages:
            message.add_attachment(
                page.read(), maintype="text", subtype="html", params={"charset": "utf-8"}, filename=page.name
            )
        message.set_boundary(f"=_{self.digest[:32]}")
        return message


def content_of(message: EmailMessage) -> bytes:
    """Return a mail as it is sent or kept, its lines ended by CRLF.

    Headers in ASCII stay on one line each: folded, a subject would begin on its second line, with a space before it.
    """
    ascii_only = all(str(message[name]).isascii() for name in ("From", "To", "Subject"))
    return message.as_bytes(policy=message.policy.clone(max_line_length=UNFOLDED) if ascii_only else message.policy)


def compose(feedback: Feedback, wording: Wording, *, correction: bool = False, replaces: str = "") -> Mail:
    """Return the mail of one student.

    Args:
        feedback: what is handed back.
        wording: the course's templates.
        correction: whether it replaces a mail with other marks.
        replaces: the Message-ID of that mail, if it is known.

    Raises:
        CourseError: a template fails.
        GraderError: the student has no address that can be used.
    """
    subject, text = wording.written(feedback, correction)
    recipient = recipient_of(feedback)
    return Mail(feedback, wording.sender, recipient, subject, text, wording.course, replaces)


def recipient_of(feedback: Feedback) -> Address:
    """Return the one address that a student's mail goes to.

    Raises:
        GraderError: there is none, or it cannot be used.
    """
    student = feedback.student
    if not student.email:
        raise GraderError(student.id, "there is no address in the class list", "Add it there, in the column email.")
    name = one_line("".join(sign for sign in student.name if sign.isprintable()), 100)
    local, _, host = student.email.rpartition("@")
    try:
        if not (ATOMS.fullmatch(local) and ATOMS.fullmatch(host)):
            raise ValueError(student.email)
        address = Address(name, local, host)
        _ascii_host(address)
    except ValueError as error:
        raise GraderError(student.id, f"the address {student.email!r} cannot be used", ROSTER) from error
    return address


def envelope(address: Address) -> str:
    """Return an address as SMTP commands take it, its host in ASCII."""
    return _with_ascii_host(address).addr_spec


def _with_ascii_host(address: Address) -> Address:
    return Address(address.display_name, address.username, _ascii_host(address))


def _ascii_host(address: Address) -> str:
    return address.domain if address.domain.isascii() else address.domain.encode("idna").decode("ascii")
