"""The made-up class's mailbox: what each of them hands in by mail, and what else comes to a homework's address."""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from grader.bank.answers import Member, notebook_text
from grader.course import Course

SERVER = "mx.example.org"  # whose Received line the settings of this repository trust
STAFF = "ta-one@example.org"
FIRST = datetime(2024, 4, 16, 8, 0, tzinfo=UTC)
TNEF, TITLE, DATA, RENDER = 0x223E9F78, 0x00018010, 0x0006800F, 0x00069002  # see [MS-OXTNEF]


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail of the mailbox: its bytes as they lie there, and when the server took it in."""

    content: bytes
    at: datetime


def address(student: str) -> str:
    """Return the address that the class list has of a student."""
    return f"{student}@example.org"


def roster_text(members: Iterable[Member]) -> str:
    """Return the class list: the members, and those whose mails hold nothing that can be graded."""
    students = [*(member.student for member in members), *STRAYS]
    rows = [f"{name},{name.capitalize()},Example,{address(name)},{name}@private.example" for name in students]
    return "\n".join(["id,first_name,last_name,email,also", *rows, ""])


def write_mailbox(course: Course, assignment: str, members: Iterable[Member], path: Path) -> int:
    """Write all mails into an mbox file; how many there are."""
    letters = list(_letters(course, assignment, list(members)))
    with path.open("wb") as file:
        for letter in letters:
            file.write(f"From MAILER {letter.at:%a %b %d %H:%M:%S %Y}\n".encode("ascii"))
            file.write(letter.content.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n\n")
    return len(letters)


def _letters(course: Course, assignment: str, members: list[Member]) -> Iterator[Letter]:
    name = course.notebook(assignment).name
    for place, member in enumerate(members):
        at = datetime.fromisoformat(member.handed_in.replace(" UTC", "+00:00")) if member.handed_in else None
        at = at or FIRST + timedelta(minutes=7 * place)
        data = notebook_text(course, assignment, member).encode()
        tag = f"[ADL {assignment.upper()}]"
        yield from WAYS[member.sent](member.student, tag, name, data, at)
    yield from _strays(assignment, name)


def _mail(student: str, subject: str, at: datetime, claimed: datetime | None = None) -> EmailMessage:
    mail = EmailMessage()
    mail["Received"] = f"from client.example by {SERVER} with ESMTPS; {format_datetime(at)}"
    mail["From"] = student if "@" in student else f"{student.capitalize()} Example <{address(student)}>"
    mail["To"] = STAFF
    mail["Subject"] = subject
    mail["Date"] = format_datetime(claimed or at)
    mail["Message-ID"] = f"<{student.partition('@')[0]}.{at:%Y%m%d%H%M%S}@mail.example>"
    mail.set_content("Dear all,\n\nhere is my homework.\n")
    return mail


def _letter(mail: EmailMessage, name: str, data: bytes, at: datetime) -> Letter:
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return Letter(mail.as_bytes(), at)


def _plainly(student: str, tag: str, name: str, data: bytes, at: datetime) -> Iterator[Letter]:
    yield _letter(_mail(student, f"{tag} homework", at), name, data, at)


def _twice(student: str, tag: str, name: str, data: bytes, at: datetime) -> Iterator[Letter]:
    yield from _plainly(student, tag, name, data, at)
    yield from _plainly(student, f"Re: {tag}", name, data, at + timedelta(hours=30))


def _better_later(student: str, tag: str, name: str, data: bytes, at: datetime) -> Iterator[Letter]:
    yield from _plainly(student, tag, name, data[: len(data) // 3], at)
    yield from _plainly(student, f"{tag} the whole file", name, data, at + timedelta(minutes=9))


def _from_another_address(student: str, tag: str, name: str, data: bytes, at: datetime) -> Iterator[Letter]:
    yield _letter(_mail(f"{student}@private.example", tag.lower(), at), name, data, at)


def _forwarded(student: str, tag: str, name: str, data: bytes, at: datetime) -> Iterator[Letter]:
    inner = _mail(student, tag, at)
    inner.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    outer = _mail(STAFF, f"Fwd: {tag}", at + timedelta(days=1))
    outer.add_attachment(inner)
    yield Letter(outer.as_bytes(), at + timedelta(days=1))


def _dated_back(student: str, tag: str, name: str, data: bytes, at: datetime) -> Iterator[Letter]:
    yield _letter(_mail(student, tag, at, claimed=at - timedelta(days=9)), name, data, at)


def _from_outlook(student: str, tag: str, name: str, data: bytes, at: datetime) -> Iterator[Letter]:
    mail = _mail(student, tag, at)
    mail.add_attachment(tnef(name, data), maintype="application", subtype="ms-tnef", filename="winmail.dat")
    yield Letter(mail.as_bytes(), at)


WAYS = {
    "plainly": _plainly,
    "twice": _twice,
    "better later": _better_later,
    "from another address": _from_another_address,
    "forwarded": _forwarded,
    "dated back": _dated_back,
    "from Outlook": _from_outlook,
}
STRAYS = ("nora", "owen")


def _strays(assignment: str, name: str) -> Iterator[Letter]:
    """Yield what nothing can be graded of: a link, another homework's tag, a sender whom nobody knows."""
    link = _mail("nora", f"[ADL {assignment.upper()}]", FIRST)
    link.set_content("The file is too large: https://drive.example/hw3.ipynb")
    yield Letter(link.as_bytes(), FIRST)
    yield _letter(_mail("owen", "[ADL HW2]", FIRST), name, b"{}", FIRST)
    yield _letter(_mail("somebody@elsewhere.example", f"[ADL {assignment.upper()}]", FIRST), name, b"{}", FIRST)


def tnef(name: str, data: bytes) -> bytes:
    """Return a file as Outlook wraps it: a ``winmail.dat`` with one attachment."""

    def attribute(kind: int, content: bytes) -> bytes:
        return struct.pack("<BII", 2, kind, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)

    rendered = struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0)
    title = name.encode("ascii") + b"\0"
    return struct.pack("<IH", TNEF, 1) + attribute(RENDER, rendered) + attribute(TITLE, title) + attribute(DATA, data)
