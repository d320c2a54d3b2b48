"""Canvas's submissions.zip: who handed in by the platform's numbers, whether late; the zip itself has no times."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.errors import CourseError
from grader.handin.given import Given
from grader.handin.item import Item, Sender
from grader.handin.platforms import layouts
from grader.handin.platforms.contents import gather, stray
from grader.handin.platforms.download import Download, Entry
from grader.handin.platforms.people import letters
from grader.handin.platforms.side_tables import SideTables, read_side_tables
from grader.handin.platforms.titles import require_own
from grader.roster import Student

NAME = "canvas"
CALLED = layouts.LAYOUTS[NAME][0]
UNTIMED = "Canvas's zip has no times; give a table student,time with --worksheet."
LATE = "Canvas marked it as late."


@dataclass(slots=True)
class Submission:
    """What the download has of one person, or of a group's representative."""

    name: str
    number: str
    late: bool
    named: list[tuple[str, Entry]] = field(default_factory=list)

    @property
    def only_link(self) -> bool:
        """Whether nothing but the address of a page was handed in."""
        return [name for name, _ in self.named] == ["link.html"]


def fits(names: Sequence[str]) -> bool:
    """Whether files of these names are a Canvas download."""
    return layouts.recognise(names) == NAME


def items(archive: Path, given: Given) -> Iterator[Item]:
    """Yield what students handed in last; for a group whose members a table tells, an item for each.

    Raises:
        CourseError: it is no Canvas download, or all of it is anonymous.
    """
    download = Download(archive, given)
    layouts.require(NAME, [entry.name for entry in download.entries], download.called)
    require_own(given.source, given.assignment, download.called)
    submissions, anonymous, others = _submissions(download)
    if anonymous and not submissions:
        remedy = "Turn anonymous grading off for this assignment in Canvas, and download it again."
        raise CourseError(download.called, "its submissions are anonymous: nobody can be told from it", remedy)
    tables = read_side_tables(given)
    for submission in submissions:
        contents = gather(download, submission.named)
        for item in _of_submission(submission, tables, given):
            origin = f"{archive.name}: {submission.name}_{submission.number}"
            yield contents.into(replace(item, origin=origin, shown=submission.named[0][1].name))
    for entry in anonymous:
        why = "Canvas hides who handed it in; turn anonymous grading off, and download it again"
        yield Item(f"{archive.name}: {entry.name}", refused=why, shown=entry.name)
    yield from stray(download, others, CALLED)
    yield from tables.items()


def _submissions(download: Download) -> tuple[list[Submission], list[Entry], list[Entry]]:
    """Return the entries by submission, the anonymous ones, and those that are no part of the layout."""
    found: dict[tuple[str, str], Submission] = {}
    anonymous, others = [], []
    around = layouts.wrapper(NAME, [entry.parts for entry in download.entries])
    for entry in download.entries:
        inner = entry.parts[around:]
        named = layouts.CANVAS.fullmatch(inner[0]) if len(inner) == 1 else None
        if named is None:
            if entry.name != layouts.MANIFEST:
                others.append(entry)
        elif named["anonymous"]:
            anonymous.append(entry)
        else:
            key = named["name"], named["id"]
            submission = found.setdefault(key, Submission(*key, late=bool(named["late"])))
            submission.late |= bool(named["late"])
            submission.named.append((named["file"] or f"{named['entry']}.html", entry))
    return list(found.values()), anonymous, others


def _of_submission(submission: Submission, tables: SideTables, given: Given) -> Iterator[Item]:
    """Yield an item for each person behind a submission, without its files."""
    person = given.roster.by("lms_user_id", submission.number)
    members = tables.members(submission.name)
    own = person is not None and letters(f"{person.last_name}{person.first_name}") == submission.name
    refused = "nothing but a link was handed in; links are never followed" if submission.only_link else ""
    late = [LATE] if submission.late else []
    if members and not own:
        for member in members:
            arrival, notes = tables.arrival(member)
            sender = Sender("id", member.id, member.name)
            said = (f"Handed in by the group {submission.name!r}.", *late, *notes, *(() if arrival.at else (UNTIMED,)))
            yield Item("", sender, arrival, notes=said, refused=refused)
        return
    arrival, notes = tables.arrival(person)
    said = (*late, *notes, *(() if arrival.at else (UNTIMED,)), *_doubt(person, submission, own))
    yield Item("", Sender("lms_user_id", submission.number, submission.name), arrival, notes=said, refused=refused)


def _doubt(person: Student | None, submission: Submission, own: bool) -> tuple[str, ...]:
    """Return a note where the name in the zip is not the student's: a group's, or the roster is wrong."""
    if person is None or own or not person.name:
        return ()
    return (
        f"Canvas calls {person.id} {submission.name!r}. If that is a group, give a table group,student "
        "or Canvas's own export of groups with --worksheet, so that the other members get it, too.",
    )
