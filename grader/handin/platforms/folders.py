"""A folder of folders, packed or zipped by a person: each is called as a student's id, login, number, or full name."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.errors import CourseError
from grader.handin.given import Given
from grader.handin.item import Item, Sender
from grader.handin.platforms import layouts, people
from grader.handin.platforms.contents import gather
from grader.handin.platforms.download import Download, Entry
from grader.handin.platforms.entry_names import tidy
from grader.handin.platforms.manifest import read_manifest
from grader.handin.platforms.side_tables import SideTables, read_side_tables

NAME = "folders"
CALLED = "a folder of folders"
COLUMNS = ("id", "login", "github", "lms_user_id", "address", "name")
UNTIMED = "A folder tells no time; give a table student,time with --worksheet."


def fits(names: Sequence[str]) -> bool:
    """Whether files of these names lie in folders, and are none of a platform."""
    inside = [path.split("/") for path in tidy(names)]
    return (
        layouts.recognise(names) is None
        and not layouts.of_clones(names)
        and any(len(path) > 1 for path in inside if path[0] != layouts.MANIFEST)
    )


def items(archive: Path, given: Given) -> Iterator[Item]:
    """Yield what lies in each folder, and each file beside the folders that is called as a student.

    Raises:
        CourseError: there is nothing in it.
    """
    download = Download(archive, given)
    manifest = read_manifest(download)
    named: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
    for entry in download.entries:
        first, *rest = entry.parts
        if entry.name != layouts.MANIFEST:
            named[first].append(("/".join(rest) or first, entry))
    if layouts.CLONES in named:
        raise CourseError(download.called, "these are git clones", layouts.REMEDY)
    if not named:
        raise CourseError(
            download.called, "there are no files in it", "Give the folder that the students' folders are in."
        )
    tables = read_side_tables(given)
    for first, files in named.items():
        item = _item(first, alone=files[0][0] == first, tables=tables, given=given)
        origin = f"{archive.name}: {first}"
        notes = (*item.notes, *manifest.left_out(first))
        yield gather(download, files).into(
            Item(origin, item.sender, item.arrival, notes=notes, refused=item.refused, shown=first)
        )
    for name in sorted(set(manifest.notes) - set(named)):
        why = "nothing in it can be read" if name else "it lies beside the folders"
        yield Item(f"{archive.name}: {name}", refused=why, notes=tuple(manifest.left_out(name)), shown=name)
    yield from tables.items()


def _item(called: str, alone: bool, tables: SideTables, given: Given) -> Item:
    """Return the item of a folder, or of a file beside the folders, without its files."""
    names = [called.partition(".")[0], called.rpartition(".")[0]] if alone else [called]
    why = ""
    for name in filter(None, names):
        person, why = people.student(given.roster, name, COLUMNS)
        if person is not None:
            arrival, notes = tables.arrival(person)
            said = notes if arrival.at else (*notes, UNTIMED)
            return Item("", Sender("id", person.id, person.name), arrival, notes=said)
    if alone:
        return Item("", refused=f"it lies beside the folders, and its name is no student's ({why})")
    if " can be " in why:
        return Item("", refused=why)
    return Item("", Sender("id", called, called))
