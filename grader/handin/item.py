"""What was handed in at one time by one person, whichever way it came: the noun that all readers yield."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Word(StrEnum):
    """Whose word a time is; an earlier member is believed before a later one."""

    SERVER = "the server's"  # IMAP's INTERNALDATE, a platform's own list, the topmost Received line of our server
    MAILBOX = "the mailbox's"  # the "From " line of an mbox file
    SENDER = "the sender's"  # the Date of a mail, with a numeric zone
    NONE = "nobody's"


@dataclass(frozen=True, slots=True)
class Arrival:
    """When something arrived: naive UTC, None if nobody says, and whose word that is."""

    at: datetime | None = None
    word: Word = Word.NONE


@dataclass(frozen=True, slots=True)
class Sender:
    """Who handed in, as the way it came tells: a value of one of the roster's keys.

    Attributes:
        column: "id", "address", "lms_user_id", "login", "github" or "name"; see `grader.roster.Roster.by`.
        value: as it was written.
        name: the full name beside it, a suggestion for a person and no proof; may be empty.
    """

    column: str
    value: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """One file of an item.

    Attributes:
        name: its path within what was handed in, parts separated by /; never absolute, without "..", printable.
        size: bytes.
        digest: SHA-256 of its content, in hexadecimal.
        read: returns its content, from what is kept; raises OSError where that is gone.
    """

    name: str
    size: int
    digest: str
    read: Callable[[], bytes] = field(compare=False, repr=False)

    @classmethod
    def of(cls, name: str, content: bytes) -> "File":
        """Return a file whose content is in memory."""
        return cls(name, len(content), hashlib.sha256(content).hexdigest(), lambda: content)


@dataclass(frozen=True, slots=True)
class Item:
    """What was handed in at one time by one person, or by a group: then there is an item for each member.

    Attributes:
        origin: what it was read from and is kept in, for a person: "3f2a….eml", "9c01….zip: Ada Lovelace_77_…".
        sender: who handed it in; None where that cannot be told, and ``refused`` says why.
        arrival: when it arrived.
        claimed: the time that the sender's own clock gave, where it differs in kind; naive UTC.
        files: the files, in the order of their names.
        identity: what tells that two items are one and the same, a Message-ID for one; may be empty.
        notes: what a person should know, a whole sentence each.
        refused: why it cannot be used, without a full stop; empty if it can.
        shown: one line that a person knows it by, a mail's subject for one.
    """

    origin: str
    sender: Sender | None = None
    arrival: Arrival = Arrival()
    claimed: datetime | None = None
    files: tuple[File, ...] = ()
    identity: str = ""
    notes: tuple[str, ...] = ()
    refused: str = ""
    shown: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of all names and contents: equal for the same files, however they came."""
        said = "".join(f"{file.digest} {file.name}\0" for file in sorted(self.files, key=lambda file: file.name))
        return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()
