"""Mails in a folder of an IMAP server: looked at without leaving a trace, nothing there is marked or moved."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any

from grader.handin.imap.address import Address
from grader.handin.imap.connection import Steps, connected, leave, opened
from grader.handin.mail import headers
from grader.handin.mail.arrivals import INTERNAL
from grader.handin.mail.parts import parse
from grader.handin.mail.subjects import tagged
from grader.handin.mailboxes import Raw, spool

if TYPE_CHECKING:
    from imapclient import IMAPClient

PIECE = 4 * 2**20  # bytes of a mail that are asked for at a time
TOGETHER = 200  # mails whose headers are asked for at a time


@dataclass
class Visit:
    """What there was in a folder.

    Attributes:
        validity: what must be the same for numbers of mails to mean the same.
        numbers: of the mails that were yielded, or that need not be.
        passed_over: how many mails name no homework and have no file.
    """

    validity: str = ""
    numbers: frozenset[int] = frozenset()
    passed_over: int = 0


def mails(
    address: Address,
    tags: dict[str, str],
    assignment: str,
    known: Visit,
    begun: Callable[[int], None],
) -> Generator[tuple[int, str, Raw]]:
    """Yield the mails that may be hand-ins: with a tag of some homework, or a file; each with its number and validity.

    Args:
        address: where they are.
        tags: by assignment, what subjects hold.
        assignment: the one that is collected.
        known: what an earlier visit yielded; it is brought up to date.
        begun: is told how many mails there are to fetch.

    Raises:
        CourseError: the server refuses, or is gone in the middle; what was yielded before remains.
    """
    with Steps(address, "the mail server cannot be reached") as failed:
        client = connected(address)
        try:
            failed.what = "the connection was lost"
            validity = opened(client, address)
            if known.validity != validity:
                known.validity, known.numbers = validity, frozenset()
            new = sorted(set(client.search("ALL")) - known.numbers)
            wanted = _wanted(client, new, tags, assignment)
            known.passed_over += len(new) - len(wanted)
            begun(len(wanted))
            for number in wanted:
                yield number, validity, _fetched(client, number)
        finally:
            leave(client)


def _wanted(client: "IMAPClient", numbers: Sequence[int], tags: dict[str, str], assignment: str) -> list[int]:
    """Return the numbers of the mails that name a homework, or have a file."""
    found = []
    asked = ["BODYSTRUCTURE", "BODY.PEEK[HEADER.FIELDS (SUBJECT)]"]
    for start in range(0, len(numbers), TOGETHER):
        for number, data in sorted(client.fetch(numbers[start : start + TOGETHER], asked).items()):
            head = next((value for key, value in data.items() if key.startswith(b"BODY[HEADER")), b"")
            subject = headers.decoded(headers.value(parse(head or b""), "subject"))
            if tagged(subject, tags, assignment) or _has_file(data.get(b"BODYSTRUCTURE")):
                found.append(number)
    return found


def _has_file(structure: Any) -> bool:
    """Whether a mail has a part that is not just its text; where that cannot be told, it may have."""
    if not isinstance(structure, tuple) or not structure:
        return True
    if isinstance(structure[0], list):
        return any(map(_has_file, structure[0]))
    if isinstance(structure[0], tuple):
        return any(_has_file(part) for part in structure if isinstance(part, tuple) and _is_part(part))
    kind = tuple(value.lower() if isinstance(value, bytes) else value for value in structure[:2])
    return kind not in ((b"text", b"plain"), (b"text", b"html")) or b"name" in repr(structure[2:]).lower().encode()


def _is_part(part: tuple[Any, ...]) -> bool:
    return bool(part) and isinstance(part[0], bytes | list | tuple)


def _fetched(client: "IMAPClient", number: int) -> Raw:
    """Return a mail, fetched piece by piece, and when the server received it."""
    file = spool()
    try:
        at = _write(client, number, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    known = isinstance(at, datetime) and at.tzinfo is not None
    return Raw(file, {INTERNAL: [at.astimezone(UTC).replace(tzinfo=None).isoformat()]} if known and at else {})


def _write(client: "IMAPClient", number: int, file: IO[bytes]) -> Any:
    """Write a mail into a file, and return when the server received it."""
    start, at = 0, None
    while True:
        asked = [f"BODY.PEEK[]<{start}.{PIECE}>", *(["INTERNALDATE"] if not start else [])]
        data = client.fetch([number], asked).get(number, {})
        at = at or data.get(b"INTERNALDATE")
        piece = next((value for key, value in data.items() if key.startswith(b"BODY[]")), b"") or b""
        file.write(piece)
        start += len(piece)
        if len(piece) < PIECE:
            return at
