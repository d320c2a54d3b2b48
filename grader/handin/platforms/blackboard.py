"""Blackboard Learn's download of an assignment: every attempt, with its receipt."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.course import CONFIG
from grader.errors import CourseError, GraderError
from grader.handin.given import Given
from grader.handin.item import Arrival, Item, Sender
from grader.handin.platforms import layouts, local_times, people
from grader.handin.platforms.blackboard_receipt import Receipt, read_receipt
from grader.handin.platforms.contents import gather, stray
from grader.handin.platforms.download import Download, Entry
from grader.handin.platforms.entry_names import safe
from grader.handin.platforms.side_tables import SideTables, read_side_tables
from grader.handin.platforms.titles import require_own
from grader.intake.listing import UNREADABLE

NAME = "blackboard"
CALLED = layouts.LAYOUTS[NAME][0]


@dataclass(slots=True)
class Attempt:
    """What the download has of one attempt.

    Attributes:
        who: the assignment's title and the login, with "_" between them.
        time: local time of the server.
        named: its files, by the name they have in the download.
        receipt: what the receipt says, None if there is none.
    """

    who: str
    time: str
    named: dict[str, tuple[str, Entry]] = field(default_factory=dict)
    receipt: Receipt | None = None
    receipts: list[Entry] = field(default_factory=list)


def fits(names: Sequence[str]) -> bool:
    """Whether files of these names are a Blackboard download."""
    return layouts.recognise(names) == NAME


def items(archive: Path, given: Given) -> Iterator[Item]:
    """Yield the attempts, for a group whose members a table tells one for each member.

    Raises:
        CourseError: it is no Blackboard download, of another assignment, or of several.
    """
    download = Download(archive, given)
    layouts.require(NAME, [entry.name for entry in download.entries], download.called)
    attempts, others = _attempts(download)
    title = _title(attempts, given, download.called)
    require_own(title, given.assignment, download.called)
    tables = read_side_tables(given)
    for attempt in attempts:
        originals = attempt.receipt.originals if attempt.receipt else {}
        named = [(safe(originals.get(stored, "")) or name, entry) for stored, (name, entry) in attempt.named.items()]
        contents = gather(download, named)
        for item in _of_attempt(attempt, title, tables, given):
            shown = f"{attempt.who}, {attempt.time}"
            yield contents.into(replace(item, origin=f"{archive.name}: {attempt.who}_{attempt.time}", shown=shown))
    yield from stray(download, others, CALLED)
    yield from tables.items()


def _attempts(download: Download) -> tuple[list[Attempt], list[Entry]]:
    """Return the attempts, and entries that belong to none."""
    found: dict[tuple[str, str], Attempt] = {}
    others = []
    around = layouts.wrapper(NAME, [entry.parts for entry in download.entries])
    for entry in download.entries:
        inner = entry.parts[around:]
        named = layouts.BLACKBOARD.fullmatch(inner[0]) if len(inner) == 1 else None
        if named is None:
            if entry.name != layouts.MANIFEST:
                others.append(entry)
            continue
        attempt = found.setdefault((named["who"], named["time"]), Attempt(named["who"], named["time"]))
        if named["receipt"]:
            attempt.receipts.append(entry)
        else:
            attempt.named[inner[0]] = (named["file"], entry)
    for attempt in found.values():
        for entry in attempt.receipts:
            attempt.receipt = _receipt(download, entry, set(attempt.named))
    return list(found.values()), others


def _receipt(download: Download, entry: Entry, stored: set[str]) -> Receipt | None:
    try:
        return None if entry.left_out else read_receipt(download.start(entry), stored)
    except UNREADABLE:
        return None


def _title(attempts: list[Attempt], given: Given, called: str) -> str:
    """Return what the assignment is called in the names, in which "_" parts it from the login.

    Raises:
        CourseError: the download is of several assignments.
    """
    told = {
        attempt.who.removesuffix(f"_{attempt.receipt.login}")
        for attempt in attempts
        if attempt.receipt and attempt.receipt.login and attempt.who.endswith(f"_{attempt.receipt.login}")
    }
    if len(told) > 1:
        what = f"it is of several assignments: {', '.join(sorted(told)[:4])}"
        raise CourseError(called, what, "Download one assignment at a time.")
    if told:
        return told.pop()
    return _guessed_title([attempt.who for attempt in attempts], given, called)


def _guessed_title(names: list[str], given: Given, called: str) -> str:
    """Return what names have in common up to a "_", so that what follows are logins of the roster.

    Raises:
        CourseError: it can be parted in two ways.
    """
    common = os.path.commonprefix(names)  # noqa: RUF071, of texts that are no paths
    known = {
        common[:place]: sum(people.student(given.roster, name[place + 1 :])[0] is not None for name in names)
        for place, sign in enumerate(common)
        if sign == "_"
    }
    best = [title for title, count in known.items() if count == max(known.values())]
    if len(best) > 1 and known[best[0]]:
        what = f"the assignment can be {' or '.join(map(repr, best))}: its files do not tell it from the logins"
        raise CourseError(called, what, "Download it again, with the receipts.")
    return best[-1] if best else ""


def _of_attempt(attempt: Attempt, title: str, tables: SideTables, given: Given) -> Iterator[Item]:
    """Yield an item for each person behind an attempt, without its files."""
    receipt = attempt.receipt or Receipt()
    login = attempt.who.removeprefix(f"{title}_") if title else attempt.who
    arrival, notes, refused = _arrival(attempt, given)
    if not attempt.named:
        refused = "there is no file, only Blackboard's receipt; a text may be in it"
    elif title and not attempt.who.startswith(f"{title}_"):
        refused = f"it is of another assignment than {title!r}"
    if not receipt.login:
        notes.append("There is no receipt that can be read: login and time are those of the file's name.")
    keys = [(column, login) for column in ("login", "address", "id", "lms_user_id")]
    members = tables.members(login) if all(given.roster.by(*key) is None for key in keys) else []
    for member in members:
        said = (f"Handed in by the group {login!r}.", *notes)
        yield Item("", Sender("id", member.id, member.name), arrival, notes=said, refused=refused)
    if not members:
        sender, why = people.sender(given.roster, keys, receipt.name)
        yield Item("", sender, arrival, notes=tuple(notes), refused=refused or why)


def _arrival(attempt: Attempt, given: Given) -> tuple[Arrival, list[str], str]:
    """Return when an attempt was handed in, notes on that, and why it cannot be told.

    The time of the name is the server's, without a zone; that of the receipt has an abbreviation, which is checked.
    """
    date, clock = attempt.time[:10], attempt.time[11:].replace("-", ":")
    try:
        arrival, notes = local_times.arrival(f"{date} {clock}", given)
    except GraderError as error:
        return Arrival(), [], error.what
    if not attempt.receipt or not attempt.receipt.submitted:
        return arrival, notes, ""
    try:
        receipt, _ = local_times.arrival(attempt.receipt.submitted, given)
    except GraderError as error:
        if error.where == CONFIG:
            return Arrival(), [], error.what
        return arrival, [*notes, f"The receipt's time cannot be read ({error.what}); that of the name counts."], ""
    return _agreed(arrival, receipt, notes)


def _agreed(named: Arrival, receipt: Arrival, notes: list[str]) -> tuple[Arrival, list[str], str]:
    """Return the time of the name and that of the receipt as one; the later, with a note, where they differ."""
    assert named.at is not None
    assert receipt.at is not None
    apart = abs((receipt.at - named.at).total_seconds())
    if apart < 60 or (notes and abs(apart - 3600) < 60):  # at a clock change the abbreviation tells the two hours apart
        return receipt, [], ""
    note = f"The receipt says {receipt.at} UTC, the file's name {named.at} UTC; the later counts."
    return (receipt if receipt.at > named.at else named), [*notes, note], ""
