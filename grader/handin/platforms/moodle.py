"""Moodle's "Download all submissions", in all its layouts since 3.0, with the grading worksheet if there is one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.errors import CourseError, GraderError
from grader.handin.given import Given
from grader.handin.item import Arrival, Item, Sender
from grader.handin.platforms import layouts, local_times, people
from grader.handin.platforms.contents import Contents, gather, stray
from grader.handin.platforms.download import Download, Entry
from grader.handin.platforms.moodle_worksheet import Participant, read_worksheets
from grader.handin.platforms.titles import require_own
from grader.roster import comparable
from grader.text import one_line

NAME = "moodle"
CALLED = layouts.LAYOUTS[NAME][0]
HIDDEN = ("Participant", "Teilnehmerin", "Teilnehmer in", "Teilnehmer", "Participante", "Deelnemer", "Partecipante")
WANTED = "Download the grading worksheet of the assignment, and give it with --worksheet."


@dataclass(slots=True)
class Prefix:
    """What the download has under one prefix: of a participant, or of a group."""

    who: str
    number: str
    written: str
    named: list[tuple[str, Entry]] = field(default_factory=list)


def fits(names: Sequence[str]) -> bool:
    """Whether files of these names are a Moodle download."""
    return layouts.recognise(names) == NAME


def items(archive: Path, given: Given) -> Iterator[Item]:
    """Yield what the participants handed in; for a group, an item for each member.

    Raises:
        CourseError: it is no Moodle download, of another assignment, or a worksheet is missing or cannot be read.
    """
    download = Download(archive, given)
    layouts.require(NAME, [entry.name for entry in download.entries], download.called)
    require_own(given.source, given.assignment, download.called)
    prefixes, others = _prefixes(download)
    participants = read_worksheets(given.worksheets)
    if not participants:
        _require_names(prefixes, download.called)
    seen: set[str] = set()
    for prefix in prefixes:
        contents = gather(download, prefix.named)
        for item, number in _of_prefix(prefix, prefixes, participants, given):
            seen.add(number)
            yield contents.into(replace(item, origin=f"{archive.name}: {prefix.written}", shown=prefix.written))
    yield from stray(download, others, CALLED)
    for participant in participants.values():
        if participant.handed_in and participant.number not in seen:
            yield _missing(participant, archive, given)


def _prefixes(download: Download) -> tuple[list[Prefix], list[Entry]]:
    """Return the entries by prefix, and those without one."""
    prefixes: dict[tuple[str, str], Prefix] = {}
    others = []
    around = layouts.wrapper(NAME, [entry.parts for entry in download.entries])
    for entry in download.entries:
        first, *rest = entry.parts[around:] or [""]
        found = layouts.MOODLE.fullmatch(first)
        path = "/".join(filter(None, [(found["file"] or "") if found else "", *rest]))
        if found is None or not path:
            if entry.name != layouts.MANIFEST:
                others.append(entry)
            continue
        who, number = " ".join(found["who"].split()), found["id"] or ""
        written = f"{found['who']}_{number}" if number else found["who"]
        prefix = prefixes.setdefault((who, number), Prefix(who, number, written))
        prefix.named.append((path, entry))
    return list(prefixes.values()), others


def _require_names(prefixes: list[Prefix], called: str) -> None:
    """Refuse a download whose names are hidden, where no worksheet tells them.

    Raises:
        CourseError: they are.
    """
    names = {prefix.who for prefix in prefixes}
    if names and (names <= set(HIDDEN) or (len(names) == 1 and len(prefixes) > 1)):
        raise CourseError(called, "it names participants, not people", WANTED)


def _of_prefix(
    prefix: Prefix, prefixes: list[Prefix], participants: dict[str, Participant], given: Given
) -> Iterator[tuple[Item, str]]:
    """Yield an item for each person behind a prefix, without files, and the person's number."""
    groups = defaultdict(list)
    for participant in participants.values():
        if group := _written(participant.group):
            groups[group].append(participant)
    row = participants.get(prefix.number)
    if members := groups.get(_written(prefix.who)) if row is None or not _same(prefix.who, row.name) else None:
        alike = [other for other in prefixes if _written(other.who) == _written(prefix.who)]
        refused = f"{len(alike)} groups are called {prefix.who!r}" if len(alike) > 1 else ""
        for member in members:
            item = _item(member, given, f"Handed in by the group {prefix.who!r}.")
            yield replace(item, refused=item.refused or refused), member.number
    elif row is not None:
        item = _item(row, given)
        if row.name and prefix.who not in HIDDEN and not _same(prefix.who, row.name):
            why = (
                f"the zip calls participant {row.number} {prefix.who!r}, and the worksheet {one_line(row.name, 100)!r}"
            )
            item = replace(item, refused=item.refused or why)
        yield item, row.number
    elif participants:
        why = (
            f"participant {prefix.number or prefix.who} is not in the worksheet; is it of another assignment, or older"
        )
        yield Item("", Sender("name", prefix.who, prefix.who), refused=why), prefix.number
    else:
        yield _by_name(prefix, prefixes, given), prefix.number


def _by_name(prefix: Prefix, prefixes: list[Prefix], given: Given) -> Item:
    """Return the item of somebody who is known by the full name alone."""
    alike = [other for other in prefixes if comparable(other.who) == comparable(prefix.who)]
    alike_here = given.roster.all_by("name", prefix.who)
    refused = ""
    if len(alike) > 1:
        refused = f"{len(alike)} participants are called {prefix.who!r}; the grading worksheet (--worksheet) tells who"
    elif len(alike_here) > 1:
        who = " and ".join(student.id for student in alike_here)
        refused = f"{prefix.who!r} is the name of {who}; the grading worksheet (--worksheet) tells who is meant"
    notes = (
        "Known by the full name alone: no grading worksheet was given (--worksheet).",
        "Moodle's zip has no times; its grading worksheet does (--worksheet).",
    )
    return Item("", Sender("name", prefix.who, prefix.who), notes=notes, refused=refused)


def _item(row: Participant, given: Given, *notes: str) -> Item:
    """Return the item of a row of the worksheet."""
    sender, refused = people.sender(given.roster, row.keys, row.name)
    if sender is None and not (row.address or row.id_number or row.login or row.name):
        refused = f"the worksheet hides who participant {row.number} is; reveal the identities, and download it again"
    arrival, said = Arrival(), list(notes)
    try:
        if row.handed_in:
            arrival, more = local_times.arrival(row.submitted, given)
            said += more
        else:
            said.append("The worksheet gives no time of handing in.")
    except GraderError as error:
        refused = refused or f"{error.what} ({row.line}). {error.remedy}".rstrip(".")
    return Item("", sender, arrival, notes=tuple(said), refused=refused)


def _missing(row: Participant, archive: Path, given: Given) -> Item:
    """Return an item for somebody who handed in by the worksheet's word, and has no file in the download."""
    item = _item(row, given)
    when = one_line(row.submitted, 60)
    why = f"the worksheet gives a hand-in ({when}), but there is no file of it; is one older than the other"
    origin = f"{archive.name}: participant {row.number}"
    return Contents(refused=why).into(replace(item, origin=origin, refused="", shown=f"participant {row.number}"))


def _written(name: str) -> str:
    """Return a name as a prefix may have it: Moodle leaves out signs that files cannot have."""
    return people.letters(name.replace("_", " "))


def _same(prefix: str, name: str) -> bool:
    """Whether a prefix names the person of a full name: in any order, or with the login before it."""
    words = sorted(map(people.letters, name.replace("_", " ").split()))
    own = sorted(map(people.letters, prefix.replace("_", " ").split()))
    return bool(words) and (words == own or _written(name) in _written(prefix))
