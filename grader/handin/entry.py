"""An item with what is needed to decide on it beside, and what was decided: a row of ``collected.csv``."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from grader.handin.item import Arrival, Item


@dataclass(frozen=True, slots=True)
class Entry:
    """An item, and where it was found.

    Attributes:
        item: the item.
        kept: the name of what it was read from, as it is kept.
        number: its place in there.
        tags: the homework that it says it is; empty where it does not say, or the way it came says so.
        tagged: whether it should say so: a mail should.
        automatic: why it was written by a program and holds no hand-in, without a full stop; empty if not.
        usable: whether one of its files may be meant to be graded.
        hint: whom a person might think of where the sender is unknown: an address in a forwarded text, for one.
        certain: when it was there for certain, of a mail that was forwarded: that is when it was forwarded.
        whole: whether it stands for all that is kept under this name, which cannot be read.
    """

    item: Item
    kept: str
    number: int = 0
    tags: tuple[str, ...] = ()
    tagged: bool = False
    automatic: str = ""
    usable: bool = True
    hint: str = ""
    certain: Arrival = field(default_factory=Arrival)
    whole: bool = False

    @property
    def key(self) -> str:
        """What names it in a table that a person fills in: how it is kept, and its place if there are several."""
        stem = self.kept.partition(".")[0]
        return f"{stem}/{self.number}" if self.number else stem

    @property
    def contents(self) -> frozenset[str]:
        """The digests of its files: equal for the same files, whatever they are called."""
        return frozenset(file.digest for file in self.item.files)


@dataclass(frozen=True, slots=True)
class Examined:
    """What the files of an item are.

    Attributes:
        unreadable: why they cannot be read as the assignment's notebook, as grading would say; empty if they can.
        belongs: whether one of them bears grade ids of the assignment.
        assignment: another assignment that they belong to; empty where there is none.
        name: who the notebook says wrote it; a suggestion for a person and no proof.
        untouched: whether the notebook is as it was given out.
    """

    unreadable: str = ""
    belongs: bool = True
    assignment: str = ""
    name: str = ""
    untouched: bool = False


class Decision(StrEnum):
    """What became of an item."""

    CHOSEN = "chosen"
    OLDER = "older"
    NEWER = "newer"  # it came after the one that counts
    SAME = "same again"
    REFUSED = "refused"
    LEFT_OUT = "left out"  # it is no hand-in, or one of other homework


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one item.

    Attributes:
        entry: the item.
        decision: what became of it.
        student: whose it is, empty if that is not known.
        arrival: when it arrived, as far as anybody says.
        why: the reason, and what else a person should know: whole sentences.
        look: whether a person must look at it.
    """

    entry: Entry
    decision: Decision
    student: str
    arrival: Arrival
    why: str = ""
    look: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What counts of a student's: the item, and the time that it counts from, naive UTC."""

    student: str
    item: Item
    at: datetime | None
