"""The versions of a student's work: items with the same files are one, which counts from its first arrival."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from grader.handin.claims import Claim
from grader.handin.entry import Examined
from grader.handin.item import Arrival, Word
from grader.handin.settings import Settings, Which

WORDS = list(Word)


@dataclass
class Version:
    """All that a student handed in with the same files: it counts from the first arrival of them.

    Attributes:
        claims: the items, the one that stands for them first.
        arrival: when the first of them arrived.
        unreadable: why the files cannot be read as the notebook; empty if they can.
        untouched: whether they are the notebook as it was given out.
    """

    claims: list[Claim] = field(default_factory=list)
    arrival: Arrival = field(default_factory=Arrival)
    unreadable: str = ""
    untouched: bool = False

    @property
    def student(self) -> str:
        """Whose it is."""
        return self.claims[0].student

    def certain(self, closes: datetime) -> bool:
        """Whether one of the items was there for certain by a time."""
        times = (one.entry.certain.at or one.entry.item.arrival.at for one in self.claims)
        return any(at is not None and at <= closes for at in times)

    @property
    def order(self) -> tuple[bool, datetime, str]:
        """What versions are ordered by: one whose time nobody knows comes before all others."""
        return self.arrival.at is not None, self.arrival.at or datetime.min, self.claims[0].entry.key


def versions(claims: Sequence[Claim], examined: Mapping[frozenset[str], Examined]) -> list[Version]:
    """Return what a student handed in, a version for each set of files, the oldest first."""
    mails: dict[tuple[frozenset[str], str], list[Claim]] = defaultdict(list)
    for one in claims:
        mails[one.entry.contents, one.entry.item.identity or one.entry.key].append(one)
    found: dict[frozenset[str], list[tuple[Arrival, Claim]]] = defaultdict(list)
    for (contents, _), copies in mails.items():  # of copies of one mail, the server's word counts
        best = min((arrival_of(one) for one in copies), key=_belief)
        found[contents] += [(best, one) for one in copies]
    ordered = []
    for contents, items in found.items():
        items.sort(key=lambda pair: (pair[0].at is None, pair[0].at or datetime.min, pair[1].entry.key))
        seen = examined.get(contents, Examined())
        ordered.append(Version([one for _, one in items], items[0][0], seen.unreadable, seen.untouched))
    return sorted(ordered, key=lambda version: version.order)


def arrival_of(one: Claim) -> Arrival:
    """Return when an item arrived, to the second: a person may have said."""
    if one.ruling and one.ruling.arrived:
        return Arrival(one.ruling.arrived, Word.SERVER)
    arrival = one.entry.item.arrival
    return replace(arrival, at=arrival.at.replace(microsecond=0)) if arrival.at else arrival


def _belief(arrival: Arrival) -> tuple[int, datetime]:
    return WORDS.index(arrival.word if arrival.at else Word.NONE), arrival.at or datetime.max


def chosen(found: Sequence[Version], settings: Settings) -> Version:
    """Return the version that counts: a readable one with some work in it, as long as there is any."""
    worked = [version for version in found if not version.untouched] or list(found)
    readable = [version for version in worked if not version.unreadable] or worked
    if settings.which is Which.FIRST:
        return readable[0]
    on_time = [version for version in readable if lateness(version, settings) is None]
    return on_time[-1] if settings.which is Which.ON_TIME and on_time else readable[-1]


def lateness(version: Version, settings: Settings) -> timedelta | None:
    """Return by how much a version is late; None if it is on time, or nobody knows."""
    at, closes = version.arrival.at, settings.closes(version.student)
    return at - (settings.due_of(version.student) or at) if at and closes and at > closes else None
