"""Mails as files that a mail program opens as drafts, one for each student."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from grader.handback.ledger import Ledger, State, record_of
from grader.handback.mail import Mail, content_of, envelope
from grader.storage import atomic

WAY = "drafts"
ENDING = ".eml"
LONGEST = 160  # bytes of a file's name, before its ending
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # names of devices, for Windows


def write_drafts(mails: Sequence[Mail], folder: Path, ledger: Ledger) -> list[Path]:
    """Write a draft for each mail, the same bytes for the same mail, and note it as a draft.

    Raises:
        OSError: the folder cannot be written to.
        GraderError: a page cannot be read.
    """
    names = file_names([mail.feedback.student.id for mail in mails])
    written = []
    for mail in mails:
        student = mail.feedback.student.id
        message = mail.message()
        message["X-Unsent"] = "1"
        path = folder / names[student]
        atomic.write_bytes(path, content_of(message))
        address = envelope(mail.recipient)
        record = record_of(
            mail.feedback, WAY, State.WRITTEN, message_id=mail.message_id, address=address, said=path.name
        )
        ledger.note(student, record)
        written.append(path)
    return written


def file_names(students: Sequence[str]) -> dict[str, str]:
    """Return a file name for each student that every system takes, no two of them the same without regard to case."""
    plain = {student: _plain(student) for student in students}
    uses = Counter(name.casefold() for name in plain.values())
    names = {}
    for student, name in plain.items():
        if name != student or uses[name.casefold()] > 1:
            name = f"{name}-{hashlib.sha256(student.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
        names[student] = f"{name}{ENDING}"
    return names


def left_over(folder: Path, written: Sequence[Path]) -> list[str]:
    """Return the names of drafts in a folder that this run did not write, from an earlier one perhaps."""
    return sorted({path.name for path in folder.glob(f"*{ENDING}")} - {path.name for path in written})


def _plain(student: str) -> str:
    """Return an id as letters, digits, dots, dashes and underscores."""
    text = unicodedata.normalize("NFKC", student)
    signs = re.sub(r"[^\w.@+-]", "_", text).encode("utf-8")[:LONGEST]
    name = signs.decode("utf-8", "ignore").strip(".") or "_"
    return f"_{name}" if RESERVED.fullmatch(name) or name.startswith("-") else name
