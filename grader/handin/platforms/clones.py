"""A folder of git clones, packed: each commit that may count is an attempt, at the time that it says it was made."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from grader.errors import CourseError
from grader.handin.given import Given
from grader.handin.item import Arrival, Item, Sender, Word
from grader.handin.platforms.contents import gather
from grader.handin.platforms.download import Download, Entry
from grader.handin.platforms.layouts import CLONES, of_clones
from grader.handin.platforms.manifest import read_manifest
from grader.handin.platforms.people import letters

NAME = "clones"
CALLED = "a folder of git clones"


def fits(names: Sequence[str]) -> bool:
    """Whether files of these names are those of git clones, packed or not."""
    return of_clones(names)


def items(archive: Path, given: Given) -> Iterator[Item]:
    """Yield an item for each commit that may count.

    Raises:
        CourseError: they are no packed clones.
    """
    download = Download(archive, given)
    if CLONES not in [entry.name for entry in download.entries]:
        raise CourseError(download.called, "there are no git clones in it", "Give the folder that the clones lie in.")
    manifest = read_manifest(download)
    named: dict[tuple[str, str], list[tuple[str, Entry]]] = defaultdict(list)
    for entry in download.entries:
        if entry.name != CLONES:
            clone, commit, *rest = (*entry.parts, "", "")
            named[clone, commit if clone in manifest.clones else ""].append(("/".join(filter(None, rest)), entry))
    prefix = _prefix(list(manifest.clones), given)
    for clone, about in manifest.clones.items():
        sender = Sender("github", clone.removesuffix(".git").removeprefix(prefix))
        notes = tuple(about["notes"])
        if about["refused"]:
            yield Item(f"{archive.name}: {clone}", sender, notes=notes, refused=about["refused"], shown=clone)
        for commit in about["commits"]:
            item = _of_commit(clone, sender, commit, notes, archive)
            yield gather(download, named[clone, commit["folder"]]).into(item)
    for clone in sorted({clone for clone, _ in named} - set(manifest.clones) | set(manifest.notes)):
        why = "it is no git clone, among folders that are"
        yield Item(f"{archive.name}: {clone}", notes=tuple(manifest.left_out(clone)), refused=why, shown=clone)


def _of_commit(clone: str, sender: Sender, commit: dict[str, Any], notes: tuple[str, ...], archive: Path) -> Item:
    shown = f"{clone} at {commit['hash'][:12]}"
    arrival = Arrival(datetime.fromisoformat(commit["at"]), Word.SENDER)
    return Item(f"{archive.name}: {shown}", sender, arrival, notes=(*notes, *commit["notes"]), shown=shown)


def _prefix(names: list[str], given: Given) -> str:
    """Return what stands before the logins in the names of clones: "hw3-" in hw3-ada and hw3-jane-doe.

    It is common to all of them; a single clone's has to be the assignment's own name.
    """
    bare = [name.removesuffix(".git") for name in names]
    cuts = {name[: place + 1] for name in bare for place, sign in enumerate(name) if sign == "-"}
    common = {cut for cut in cuts if all(name.startswith(cut) for name in bare)}
    if len(bare) == 1:
        common = {cut for cut in common if letters(cut) == letters(given.assignment)}
    known = Counter(
        {cut: sum(given.roster.by("github", name[len(cut) :]) is not None for name in bare) for cut in common}
    )
    whole = sum(given.roster.by("github", name) is not None for name in bare)
    best = min(common, key=lambda cut: (-known[cut], len(cut)), default="")
    return best if best and known[best] > whole else ""
