"""The inbound folder of nbgrader's exchange, packed: every attempt of every student, with the exchange's own times."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import CourseError, GraderError
from grader.handin.given import Given
from grader.handin.item import Arrival, Item
from grader.handin.platforms import layouts, local_times, people
from grader.handin.platforms.contents import gather, stray
from grader.handin.platforms.download import Download, Entry
from grader.handin.platforms.manifest import Manifest, read_manifest
from grader.intake.listing import UNREADABLE
from grader.times import LONGEST

NAME = "exchange"
CALLED = layouts.LAYOUTS[NAME][0]
STAMP = "timestamp.txt"


@dataclass(slots=True)
class Attempt:
    """One folder of the exchange."""

    name: str
    student: str
    time: str
    named: list[tuple[str, Entry]] = field(default_factory=list)
    stamp: Entry | None = None


def fits(names: Sequence[str]) -> bool:
    """Whether files of these names are a packed inbound folder."""
    return layouts.recognise(names) == NAME


def items(archive: Path, given: Given) -> Iterator[Item]:
    """Yield the attempts at the assignment; those at others, which lie in the same folder, are not looked at.

    Raises:
        CourseError: it is no inbound folder, or holds nothing of the assignment.
    """
    download = Download(archive, given)
    layouts.require(NAME, [entry.name for entry in download.entries], download.called, "folder")
    attempts, assignments, others = _attempts(download, given.assignment)
    if not attempts:
        known = ", ".join(sorted(assignments)[:5])
        what = f"it holds hand-ins of {known}, and none of {given.assignment}"
        raise CourseError(download.called, what, "Name one of these, or take another folder.")
    manifest = read_manifest(download)
    for attempt in attempts:
        yield gather(download, attempt.named).into(_of_attempt(attempt, download, manifest, given))
    yield from stray(download, others, CALLED, told=[attempt.name for attempt in attempts])


def _attempts(download: Download, assignment: str) -> tuple[list[Attempt], set[str], list[Entry]]:
    """Return the attempts at an assignment, all assignments, and entries that belong to no attempt."""
    found: dict[str, Attempt] = {}
    assignments, others = set(), []
    entries = [entry for entry in download.entries if entry.parts[0] == layouts.INBOUND] or download.entries
    around = layouts.wrapper(NAME, [entry.parts for entry in entries])
    for entry in entries:
        first, *rest = entry.parts[around:] or [""]
        parted = layouts.EXCHANGE.fullmatch(first) if rest else None
        if parted is None:
            if entry.name != layouts.MANIFEST:
                others.append(entry)
            continue
        assignments.add(parted["assignment"])
        if parted["assignment"] != assignment:
            continue
        attempt = found.setdefault(first, Attempt(first, parted["student"], parted["time"]))
        if rest == [STAMP]:
            attempt.stamp = entry
        else:
            attempt.named.append(("/".join(rest), entry))
    return list(found.values()), assignments, others


def _of_attempt(attempt: Attempt, download: Download, manifest: Manifest, given: Given) -> Item:
    """Return the item of an attempt, without its files."""
    keys = [(column, attempt.student) for column in ("id", "login")]
    sender, refused = people.sender(given.roster, keys)
    arrival, notes, problem = _arrival(attempt, download, given)
    notes += manifest.left_out(attempt.name)
    refused = refused or problem or ("" if attempt.named else "there is no file in it")
    origin = f"{download.path.name}: {attempt.name}"
    return Item(origin, sender, arrival, notes=tuple(notes), refused=refused, shown=attempt.name)


def _arrival(attempt: Attempt, download: Download, given: Given) -> tuple[Arrival, list[str], str]:
    """Return when an attempt was handed in, notes on that, and why it cannot be told.

    The exchange writes the time twice, into the folder's name and a file of its own; the later one counts.
    """
    times, notes, problems = list[Arrival](), list[str](), list[str]()
    for text in (attempt.time, _stamp(attempt, download)):
        try:
            if text:
                arrival, said = local_times.arrival(text, given)
                times.append(arrival)
                notes += [note for note in said if note not in notes]
        except GraderError as error:
            problems.append(error.what)
    if not times:
        return Arrival(), notes, problems[0]
    known = [arrival.at for arrival in times if arrival.at]
    if problems:
        notes.append(f"One of the exchange's two times cannot be read: {problems[0]}.")
    if (max(known) - min(known)).total_seconds() >= 1:
        notes.append(f"The folder's name and {STAMP} give different times; the later counts.")
    return max(times, key=lambda arrival: arrival.at or min(known)), notes, ""


def _stamp(attempt: Attempt, download: Download) -> str:
    try:
        if attempt.stamp and not attempt.stamp.left_out:
            return download.start(attempt.stamp, LONGEST).decode("utf-8-sig").strip()
    except UNREADABLE:
        return ""
    return ""
