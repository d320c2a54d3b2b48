"""ILIAS's download of an exercise's submissions: a folder for each person, for teams within one for each team."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.errors import CourseError
from grader.handin.given import Given
from grader.handin.item import Item, Sender
from grader.handin.platforms import layouts, people
from grader.handin.platforms.contents import gather, stray
from grader.handin.platforms.download import Download, Entry
from grader.handin.platforms.side_tables import SideTables, read_side_tables
from grader.handin.platforms.titles import require_own

NAME = "ilias"
CALLED = layouts.LAYOUTS[NAME][0]
TEAM = re.compile(r"[^\W\d_]+ \d+")
UNTIMED = "ILIAS's zip has no times; give a table student,time with --worksheet."
TABLES = (".xls", ".xlsx", ".csv")  # that ILIAS puts beside the folders


@dataclass(slots=True)
class Folder:
    """One person's folder, and the team that it lies in, if any."""

    name: str
    team: str
    named: list[tuple[str, Entry]] = field(default_factory=list)


def fits(names: Sequence[str]) -> bool:
    """Whether files of these names are an ILIAS download."""
    return layouts.recognise(names) == NAME


def items(archive: Path, given: Given) -> Iterator[Item]:
    """Yield what each person handed in; for a team whose members a table tells, an item for each.

    Raises:
        CourseError: it is no ILIAS download, or the empty one for feedback.
    """
    download = Download(archive, given)
    if (
        not download.entries
        and download.folders
        and all(name.startswith("multi_feedback_") for name in download.folders)
    ):
        remedy = "Download the submissions themselves; this one is for `grader hand-back`."
        raise CourseError(download.called, "this zip is the empty one that ILIAS gives out for feedback", remedy)
    layouts.require(NAME, [entry.name for entry in download.entries], download.called)
    require_own(given.source, given.assignment, download.called)
    folders, others = _folders(download)
    tables = read_side_tables(given)
    for folder in folders:
        contents = gather(download, folder.named)
        for item in _of_folder(folder, tables, given):
            yield contents.into(replace(item, origin=f"{archive.name}: {folder.name}", shown=folder.name))
    yield from stray(download, others, CALLED)
    yield from tables.items()


def _folders(download: Download) -> tuple[list[Folder], list[Entry]]:
    """Return the folders of persons, and entries that lie in none."""
    found: dict[str, Folder] = {}
    others = []
    for entry in download.entries:
        place = layouts.person_of_ilias(entry.parts)
        if place is not None:
            around, name, inner = entry.parts[:place], entry.parts[place], entry.parts[place + 1 :]
            team = around[-1] if around and TEAM.fullmatch(around[-1]) else ""
            found.setdefault(name, Folder(name, team)).named.append(("/".join(inner), entry))
        elif entry.name != layouts.MANIFEST and not entry.name.lower().endswith(TABLES):
            others.append(entry)
    return list(found.values()), others


def _of_folder(folder: Folder, tables: SideTables, given: Given) -> Iterator[Item]:
    """Yield an item for each person behind a folder, without its files."""
    parted = layouts.ILIAS.fullmatch(folder.name)
    assert parted is not None
    name, number = parted["name"], parted["id"]
    pieces = name.split("_")
    logins = ("_".join(pieces[start:]) for start in range(2, len(pieces)))
    keys = [("lms_user_id", number), *(("login", login) for login in logins)]
    sender, refused = people.sender(given.roster, keys, f"{pieces[1]} {pieces[0]}")
    person = given.roster.by(sender.column, sender.value) if sender else None
    members = tables.members(folder.team) if folder.team else []
    notes = [f"Handed in by {folder.team}."] if folder.team else []
    if folder.team and not members:
        notes.append("Give a table group,student with --worksheet, so that the other members of the team get it, too.")
    arrival, said = tables.arrival(person)
    untimed = () if arrival.at else (UNTIMED,)
    yield Item("", sender, arrival, notes=(*notes, *said, *untimed), refused=refused)
    for member in members:
        if member != person:
            arrival, said = tables.arrival(member)
            untimed = () if arrival.at else (UNTIMED,)
            yield Item("", Sender("id", member.id, member.name), arrival, notes=(*notes, *said, *untimed))
