"""Reads a kept mail: what was handed in with it, by whom and when. A mail that staff forward stands for itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.message import Message
from functools import lru_cache, partial
from pathlib import Path

from grader.handin.entry import Entry
from grader.handin.item import Arrival, File, Item
from grader.handin.keep import Kept
from grader.handin.mail import arrivals, dates, headers, problems, senders, subjects
from grader.handin.mail.names import distinct
from grader.handin.mail.parts import DEEPEST, Parts, parse, take_apart
from grader.handin.settings import Settings
from grader.roster import Roster, comparable
from grader.text import one_line


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a mail needs beside it."""

    assignment: str
    settings: Settings
    roster: Roster


def read_mail(kept: Kept, reading: Reading) -> list[Entry]:
    """Return what was handed in with a mail; of staff's mail with others attached, an entry for each of those.

    Raises: whatever Python's parser does of hostile mails.
    """
    found = _letters(kept.path)
    staff = reading.settings.staff
    entries = []
    for number, letter in enumerate(found):
        trail = [found[place] for place in letter.within]
        if all(_is_staff(above.message, staff) for above in trail):
            outer = [above.message for above in trail]
            arrived = arrivals.arrival(letter.message, outer, kept, reading.settings)
            entries.append(_entry(kept, number, letter, found, reading, arrived))
    if len(entries) > 1:  # what staff wrote around a mail that they forward is none of a student's
        entries = [entry for entry in entries if not (_only_around(found, entry.number, staff) and not entry.usable)]
    return entries


@dataclass(frozen=True, slots=True)
class Letter:
    """One of the mails in a mail: itself first, then those attached to it; ``within`` holds the places of the outer."""

    message: Message
    parts: Parts
    within: tuple[int, ...] = ()


@lru_cache(maxsize=1)
def _letters(path: Path) -> list[Letter]:
    message = parse(path.read_bytes())
    found = [Letter(message, take_apart(message))]
    for place, letter in enumerate(found):  # which grows meanwhile
        if len(letter.within) < DEEPEST:
            inside = (Letter(inner, take_apart(inner), (*letter.within, place)) for inner in letter.parts.mails)
            found.extend(inside)
    return found


def _content(path: Path, number: int, place: int) -> bytes:
    """Return the content of a file of a mail; the last mail asked for is remembered."""
    return _all_files(_letters(path), number)[place][1]


def _all_files(found: Sequence[Letter], number: int) -> list[tuple[str, bytes]]:
    """Return the files of a mail: of a student's, those in mails attached to it too."""
    files = list(found[number].parts.files)
    for letter in found:
        if number in letter.within:
            files += letter.parts.files
    return distinct(files)[0]


def _entry(
    kept: Kept, number: int, letter: Letter, found: Sequence[Letter], reading: Reading, arrived: tuple[Arrival, Arrival]
) -> Entry:
    message, settings = letter.message, reading.settings
    writer, refused = senders.sender(message)
    staff = _is_staff(message, settings.staff)
    inside = [] if staff else [other for other in found if number in other.within]
    files = list(letter.parts.files) if staff else _all_files(found, number)
    notes = [*letter.parts.notes, *senders.notes(message, writer, settings.receivers)]
    notes += [note for other in inside for note in other.parts.notes]
    if letter.within:
        notes.append(f"Forwarded by {_address(found[letter.within[-1]].message)}.")
    if inside:
        notes.append("Files in a mail that is attached to it count from the time of the mail itself.")
    subject = _subject(message)
    refused = refused or _doubtful(message, inside, reading)
    refused = refused or problems.problem(letter.parts, files, settings.most_bytes)
    if letter.parts.problem and not refused:
        notes.append(f"{letter.parts.problem[0].upper()}{letter.parts.problem[1:]}.")
    item = Item(
        origin=kept.name,
        sender=writer,
        arrival=arrived[0],
        claimed=dates.claimed(message),
        files=tuple(
            replace(File.of(name, content), read=partial(_content, kept.path, number, place))
            for place, (name, content) in enumerate(files)
        ),
        identity=headers.identity(message),
        notes=tuple(notes),
        refused=refused,
        shown=one_line(subject or "(no subject)", 200),
    )
    return Entry(
        item=item,
        kept=kept.name,
        number=number,
        tags=_tags(subject, letter, found, reading),
        tagged=True,
        automatic=senders.automatic(message) or problems.calendar(letter.parts),
        usable=letter.parts.usable or any(other.parts.usable for other in inside) or bool(letter.parts.problem),
        hint=senders.quoted(letter.parts.text),
        certain=arrived[1],
    )


def _doubtful(message: Message, inside: Sequence[Letter], reading: Reading) -> str:
    """Return why it is not certain whose work a mail holds; empty where it is."""
    if other := _other_students(message, inside, reading.roster):
        return f"a mail of {other} is attached to it: whose work is it?"
    if other := _sent_by_other(message, reading.roster):
        return f"it was sent by {other} in the name of {_address(message)}: whose work is it?"
    return senders.forged(message, reading.settings.receivers)


def _tags(subject: str, letter: Letter, found: Sequence[Letter], reading: Reading) -> tuple[str, ...]:
    """Return the homework that a mail names, or the one around it that staff forwarded it with."""
    for text in (subject, *(_subject(found[place].message) for place in reversed(letter.within))):
        if tags := subjects.tagged(text, reading.settings.tags, reading.assignment):
            return tags
    return ()


def _subject(message: Message) -> str:
    return headers.decoded(headers.value(message, "subject"))


def _address(message: Message) -> str:
    writer, _ = senders.sender(message)
    return writer.value if writer else "somebody"


def _is_staff(message: Message, staff: frozenset[str]) -> bool:
    return comparable(_address(message)) in staff


def _only_around(found: Sequence[Letter], number: int, staff: frozenset[str]) -> bool:
    return _is_staff(found[number].message, staff) and any(number in letter.within for letter in found)


def _sent_by_other(message: Message, roster: Roster) -> str:
    """Return another student who sent a mail in the name of its writer."""
    own = roster.by("address", _address(message))
    sent_by = [roster.by("address", address) for _, address in headers.addresses(message, "sender")]
    return next((one.id for one in sent_by if one is not None and one != own), "")


def _other_students(message: Message, inside: Sequence[Letter], roster: Roster) -> str:
    """Return another student whose mail is attached to a student's."""
    own = roster.by("address", _address(message))
    for letter in inside:
        writer = roster.by("address", _address(letter.message))
        if writer is not None and writer != own:
            return writer.id
    return ""
