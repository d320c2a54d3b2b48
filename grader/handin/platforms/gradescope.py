"""Gradescope's export of submissions: a folder for each, and a YAML file that tells whose they are and of when."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.errors import GraderError
from grader.handin.given import Given
from grader.handin.item import Arrival, Item
from grader.handin.platforms import layouts, local_times, people
from grader.handin.platforms.contents import Contents, gather, stray
from grader.handin.platforms.download import Download, Entry
from grader.handin.platforms.gradescope_metadata import read_metadata
from grader.handin.platforms.titles import require_own
from grader.text import one_line

NAME = "gradescope"
CALLED = layouts.LAYOUTS[NAME][0]


def fits(names: Sequence[str]) -> bool:
    """Whether files of these names are a Gradescope export."""
    return layouts.recognise(names) == NAME


def items(archive: Path, given: Given) -> Iterator[Item]:
    """Yield the active submissions; one of several people is an item for each.

    Raises:
        CourseError: it is no Gradescope export, or its metadata are missing or cannot be read.
    """
    download = Download(archive, given)
    layouts.require(NAME, [entry.name for entry in download.entries], download.called)
    require_own(given.source, given.assignment, download.called)
    folders, metadata, others = _parted(download)
    told = read_metadata(download, metadata)
    for name, about in told.items():
        contents = gather(download, folders.pop(name, []))
        if not contents.files and not contents.refused:
            contents = Contents(refused=f"{layouts.METADATA} tells of it, but there is no file of it")
        for item in _of_submission(name, about, given):
            yield contents.into(replace(item, origin=f"{archive.name}: {name}", shown=name))
    for name, named in folders.items():
        refused = f"{layouts.METADATA} does not tell whose it is"
        yield gather(download, named).into(Item(f"{archive.name}: {name}", refused=refused, shown=name))
    yield from stray(download, others, CALLED)


def _parted(download: Download) -> tuple[dict[str, list[tuple[str, Entry]]], list[Entry], list[Entry]]:
    """Return the files of each submission, the metadata, and what is neither."""
    folders: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
    metadata, others = [], []
    around = layouts.wrapper(NAME, [entry.parts for entry in download.entries])
    for entry in download.entries:
        first, *rest = entry.parts[around:] or [""]
        if [first, *rest] == [layouts.METADATA]:
            metadata.append(entry)
        elif rest and layouts.GRADESCOPE.fullmatch(first):
            folders[first].append(("/".join(rest), entry))
        elif entry.name != layouts.MANIFEST:
            others.append(entry)
    return folders, metadata, others


def _of_submission(name: str, about: dict[str, Any], given: Given) -> Iterator[Item]:
    """Yield an item for each submitter, without its files."""
    submitters = about.get(":submitters")
    people_of = [one for one in submitters if isinstance(one, dict)] if isinstance(submitters, list) else []
    arrival, notes, refused = Arrival(), list[str](), ""
    created = about.get(":created_at")
    try:
        if isinstance(created, str) and created.strip():
            arrival, notes = local_times.arrival(created, given)
        else:
            notes.append(f"{layouts.METADATA} gives no time of it.")
    except GraderError as error:
        refused = error.what
    if len(people_of) > 1:
        notes.append(f"Handed in together: {', '.join(_text(one, ':name') for one in people_of)}.")
    for one in people_of:
        numbers = [(column, _text(one, ":sid")) for column in ("id", "lms_user_id")]
        sender, why = people.sender(given.roster, [("address", _text(one, ":email")), *numbers], _text(one, ":name"))
        yield Item("", sender, arrival, notes=tuple(notes), refused=refused or why)
    if not people_of:
        yield Item("", None, arrival, notes=tuple(notes), refused=f"{layouts.METADATA} names no submitter of {name}")


def _text(about: dict[str, Any], key: str) -> str:
    value = about.get(key)
    return one_line(value, 200) if isinstance(value, str) else ""
