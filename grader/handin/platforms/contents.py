"""The files of one hand-in, gathered from a download: what cannot be read is said, and costs nobody else anything."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from grader.handin.item import File, Item
from grader.handin.platforms.download import Download, Entry
from grader.handin.platforms.entry_names import distinct
from grader.handin.platforms.manifest import read_manifest
from grader.intake.listing import MAX_BYTES, UNREADABLE
from grader.text import one_line

MAX_FILES = 5000  # of one hand-in
TOLD = 5  # names in one note


@dataclass(frozen=True, slots=True)
class Contents:
    """What was gathered.

    Attributes:
        files: the readable files, in the order of their names.
        notes: what a person should know, whole sentences.
        refused: why nothing can be used, without a full stop.
    """

    files: tuple[File, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str = ""

    def into(self, item: Item) -> Item:
        """Return an item with these files, and its own notes first."""
        return replace(item, files=self.files, notes=item.notes + self.notes, refused=item.refused or self.refused)


def gather(download: Download, named: Iterable[tuple[str, Entry]]) -> Contents:
    """Return the files of one hand-in.

    Args:
        download: what they are in.
        named: each with the path that it has within the hand-in; two that are called alike are both kept.
    """
    wanted = sorted(named, key=lambda pair: pair[0])
    if len(wanted) > MAX_FILES:
        return Contents(refused=f"it has {len(wanted):,} files; at most {MAX_FILES:,} are read")
    if (size := sum(entry.size for _, entry in wanted if not entry.left_out)) > MAX_BYTES:
        return Contents(refused=f"it unpacks to {_megabytes(size)} MB; at most {_megabytes(MAX_BYTES)} MB are read")
    files: dict[str, File] = {}
    problems, notes = list[str](), list[str]()
    for name, entry in wanted:
        if entry.left_out:
            problems.append(f"{one_line(entry.written, 100)!r} is {entry.left_out}")
            continue
        try:
            _add(download.file(entry, distinct(name, files)), name, files, notes)
        except UNREADABLE:
            problems.append(f"{one_line(entry.written, 100)!r} is damaged in {download.called}")
        else:
            if entry.renamed:
                notes.append(f"{one_line(entry.written, 100)!r} is called {one_line(name, 100)!r} here.")
    found = tuple(sorted(files.values(), key=lambda file: file.name))
    if problems and not found:
        return Contents((), tuple(notes), "; ".join(problems[:TOLD]))
    return Contents(found, (*notes, *(f"{problem}; it was left out." for problem in problems)))


def _add(file: File, wanted: str, files: dict[str, File], notes: list[str]) -> None:
    """Add a file, unless one of the wanted name holds the same."""
    if wanted in files and files[wanted].digest == file.digest:
        return
    if file.name != wanted:
        notes.append(f"Two files are called {one_line(wanted, 100)!r}; one is {one_line(file.name, 100)!r} here.")
    files[file.name] = file


def stray(download: Download, entries: Iterable[Entry], called: str, told: Collection[str] = ()) -> Iterable[Item]:
    """Yield one item for all entries that are no part of a platform's layout, and one for what packing left out.

    Args:
        download: what they are in.
        entries: those entries.
        called: the platform, as a sentence calls it.
        told: folders of which it was said elsewhere what packing left out.
    """
    manifest = read_manifest(download)
    for name in sorted(set(manifest.notes) - set(told)):
        said = tuple(manifest.left_out(name))
        yield Item(f"{download.path.name}: {name}", refused="it could not be read whole", notes=said, shown=name)
    names = [one_line(entry.written, 60) for entry in entries]
    if names:
        more = f" and {len(names) - TOLD} more" if len(names) > TOLD else ""
        shown = ", ".join(map(repr, names[:TOLD])) + more
        why = f"nobody can be told from the name: it is none that {called} gives ({shown})"
        yield Item(f"{download.path.name}: {names[0]}", refused=why, shown=names[0])


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.0f}"
