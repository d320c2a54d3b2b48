"""Mails as real programs write them, each with what has to become of it: the mailbox of a teaching assistant."""

import base64
import hashlib
import io
import zipfile
from dataclasses import dataclass
from functools import cache

import nbformat

from tests.support.little_course import master

ON_TIME = "Wed, 17 Apr 2024 23:54:10 +0200"  # 21:54:10 UTC; it is due at 21:55, with ten minutes of grace
AT = "2024-04-17 21:54:10"
SETTINGS = """
c.Course.time_zone = "Europe/Vienna"
c.Course.due = {"double": "2024-04-17 23:55:00 Europe/Vienna"}
c.Collect.subject = {"double": "[ADL HW3]"}
c.Collect.staff = ["ta-one@example.org", "ta-two@example.org"]
c.Collect.trusted_receiver = "mx.example.org"
c.Late.per_day = 10
c.Late.grace_minutes = 10
"""
FORGED = f"Received: from evil.example by mx.example.org.evil.example; {ON_TIME}\n"


@dataclass(frozen=True)
class Case:
    """A mail, and what has to become of it.

    Attributes:
        name: what is special about it.
        raw: its bytes.
        student: whose it has to be; empty if that must stay open.
        decision: what has to become of it.
        arrived: when it arrived, UTC; empty if nobody says.
        why: what the reason has to say.
        files: the names that its files have to have.
        look: whether a person has to look at it.
        postmark: the line before it in the mailbox.
    """

    name: str
    raw: bytes
    student: str
    decision: str = "chosen"
    arrived: str = AT
    why: str = ""
    files: tuple[str, ...] = ("double.ipynb",)
    look: bool = False
    postmark: str = "From MAILER-DAEMON Thu Jan  1 00:00:00 2026"

    @property
    def key(self) -> str:
        """What it is kept by."""
        return hashlib.sha256(self.raw).hexdigest()[:16]


@cache
def notebook(who: str) -> bytes:
    """A solved notebook; another one for each text."""
    source = nbformat.from_dict(master())
    source.cells[0].source = f"# Arithmetic\n\nName: {who}"
    source.cells[1].source = "def double(number):\n    return 2 * number"
    text: str = nbformat.writes(source)
    return text.encode()


def attachment(content: bytes, *headers: str) -> str:
    """A part with a file; without headers, as most programs write it."""
    lines = headers or (
        "Content-Type: application/octet-stream; name=double.ipynb",
        'Content-Disposition: attachment; filename="double.ipynb"',
    )
    return "\n".join((*lines, "Content-Transfer-Encoding: base64", "", base64.encodebytes(content).decode()))


def mixed(*parts: str, kind: str = "mixed", boundary: str = "=_x") -> str:
    """A multipart, with its header."""
    inside = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{inside}--{boundary}--\n'


def mail(
    who: str,
    body: str,
    *,
    subject: str = "[ADL HW3]",
    date: str | None = ON_TIME,
    sender: str = "",
    extra: str = "",
    identity: str | None = None,
) -> bytes:
    """A mail, its body with the headers of its content."""
    sent = f"Date: {date}\n" if date else ""
    name = (
        identity if identity is not None else f"<{hashlib.sha256((who + body + subject).encode()).hexdigest()[:20]}@x>"
    )
    known = f"Message-ID: {name}\n" if name else ""
    return f"{extra}From: {sender or f'{who} <{who}@example.org>'}\nSubject: {subject}\n{sent}{known}{body}".encode()


TEXT = "Content-Type: text/plain; charset=utf-8\n\nDear all,\nhere it is.\n"


def with_file(who: str, *headers: str, content: bytes | None = None) -> str:
    """A body with a text and one file."""
    return mixed(TEXT, attachment(notebook(who) if content is None else content, *headers))


def zipped(content: bytes, *, password: bool = False) -> bytes:
    """A zip with a notebook; one that says it is protected cannot be opened."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo("double.ipynb"), content)
    data = bytearray(target.getvalue())
    if password:
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(mark) + place] |= 1
    return bytes(data)


def forwarded(who: str) -> str:
    """A body to which a mail is attached whole."""
    return mixed(TEXT, f"Content-Type: message/rfc822\n\n{mail(who, with_file(who)).decode()}", boundary="=_outer")


def disposition(value: str) -> tuple[str, str]:
    """The headers of a file with a name as a program wrote it."""
    return "Content-Type: application/octet-stream", f"Content-Disposition: attachment; {value}"


def mbox(cases: "tuple[Case, ...] | list[Case]") -> bytes:
    """A mailbox with these mails."""
    return b"".join(case.postmark.encode() + b"\n" + case.raw + b"\n" for case in cases)


def case_of(name: str, body: str = "", *expected: object, **rest: object) -> Case:
    """A case whose mail is from a student of the case's own name, unless said otherwise."""
    own = {key: rest.pop(key) for key in ("subject", "date", "sender", "extra", "identity") if key in rest}
    raw = mail(name, body or with_file(name), **own)  # type: ignore[arg-type]
    return Case(name, raw, *(expected or (name,)), **rest)  # type: ignore[arg-type]
