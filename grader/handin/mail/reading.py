"""Reads a kept mail: what was handed in with it, by whom and when. A mail that staff forward stands for itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import Message
from functools import lru_cache, partial
from pathlib import Path

from grader.handin.entry import Entry
from grader.handin.item import Arrival, File, Item, Word
from grader.handin.keep import Kept
from grader.handin.mail import dates, headers, problems, senders, subjects
from grader.handin.mail.names import distinct
from grader.handin.mail.parts import DEEPEST, Parts, parse, take_apart
from grader.handin.settings import Settings
from grader.roster import Roster, comparable
from grader.text import one_line

INTERNAL, POSTMARK = "internaldate", "postmark"  # facts: of an IMAP server, and of an mbox file


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
            arrival = _arrival(letter.message, kept, reading.settings, trail)
            entries.append(_entry(kept, number, letter, found, reading, arrival))
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
    kept: Kept, number: int, letter: Letter, found: Sequence[Letter], reading: Reading, arrival: Arrival
) -> Entry:
    message, settings = letter.message, reading.settings
    writer, refused = senders.sender(message)
    staff = _is_staff(message, settings.staff)
    inside = [] if staff else [other for other in found if number in other.within]
    files = list(letter.parts.files) if staff else _all_files(found, number)
    notes = [*letter.parts.notes, *senders.notes(message, writer)]
    notes += [note for other in inside for note in other.parts.notes]
    if letter.within:
        notes.append(f"Forwarded by {_address(found[letter.within[-1]].message)}.")
    if inside:
        notes.append("Files in a mail that is attached to it count from the time of the mail itself.")
    if strangers := _other_students(message, inside, reading.roster):
        refused = refused or f"a mail of {strangers} is attached to it: whose work is it?"
    subject = headers.decoded(headers.value(message, "subject"))
    refused = refused or senders.forged(message, settings.receivers)
    refused = refused or problems.problem(letter.parts, files, settings.most_bytes)
    item = Item(
        origin=kept.name,
        sender=writer,
        arrival=arrival,
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
    )


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


def _other_students(message: Message, inside: Sequence[Letter], roster: Roster) -> str:
    """Return another student whose mail is attached to a student's."""
    own = roster.by("address", _address(message))
    for letter in inside:
        writer = roster.by("address", _address(letter.message))
        if writer is not None and writer != own:
            return writer.id
    return ""


def _arrival(message: Message, kept: Kept, settings: Settings, trail: Sequence[Letter]) -> Arrival:
    """Return when a mail arrived, by whoever is believed most."""
    own = Kept(kept.path, kept.kind, kept.digest) if trail else kept  # a source speaks of the outermost mail
    internal = [datetime.fromisoformat(text) for text in own.facts.get(INTERNAL, ())]
    times: dict[Word, Sequence[datetime | None]] = {
        Word.SERVER: internal or [dates.received(message, settings.receivers)],
        Word.MAILBOX: [dates.postmark(line, settings.mailbox_zone) for line in own.facts.get(POSTMARK, ())],
        Word.SENDER: [dates.claimed(message)],
    }
    for word, said in times.items():
        if found := [moment for moment in said if moment]:
            return Arrival(min(found), word)
    return _arrival(trail[-1].message, kept, settings, trail[:-1]) if trail else Arrival()
