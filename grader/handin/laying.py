"""Lays the files of an item out in a folder, each where it belongs, and none of them anywhere else."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path, PurePosixPath

from grader.errors import GraderError
from grader.handin.item import File
from grader.intake.content import TIME

RENAMED = f"attached-{TIME}"  # what a student's file of the reserved name is called
LONGEST = 255  # bytes of a part of a path


def lay_out(files: Iterable[File], folder: Path, at: datetime | None = None) -> None:
    """Write files into a new folder, and the time of the hand-in, which no file of theirs can set.

    Args:
        files: the files.
        folder: a folder that does not exist.
        at: when they were handed in, naive UTC; None writes no time.

    Raises:
        GraderError: a file is no longer what was read, or its name leads elsewhere.
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True)
    for name, file in laid(files):
        content = file.read()
        if File.of(name, content).digest != file.digest:
            raise GraderError(file.name, "it is no longer what was handed in", "Collect it again.")
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    if at is not None:
        (folder / TIME).write_text(time_text(at), encoding="ascii")


def laid(files: Iterable[File]) -> list[tuple[str, File]]:
    """Return where each file is laid out, in the order of their names.

    Raises:
        GraderError: a file's name leads elsewhere.
    """
    taken = set[str]()
    ordered = sorted(files, key=lambda file: (file.name, file.digest))
    return [(_free(_place(file.name), taken), file) for file in ordered]


def time_text(at: datetime) -> str:
    """Return the text of timestamp.txt.

    Args:
        at: naive UTC.
    """
    return f"{at:%Y-%m-%d %H:%M:%S} UTC\n"


def _place(name: str) -> str:
    parts = PurePosixPath(name).parts
    whole = "/".join(parts)
    if not parts or name.startswith("/") or ".." in parts or not whole.isprintable():
        raise GraderError(repr(name), "a file of this name cannot be laid out", "Report this as a fault of the reader.")
    if any(len(part.encode()) > LONGEST for part in parts):
        raise GraderError(repr(name[:60]), "its name is too long for a file", "Ask for it under a shorter name.")
    return "/".join((RENAMED, *parts[1:])) if parts[0].casefold() == TIME else whole


def _free(name: str, taken: set[str]) -> str:
    """Return a name that is no other file's, nor a folder's of one; and take it."""
    new, number = name, 1
    while new in taken or f"{new}/" in taken or any(str(above) in taken for above in PurePosixPath(new).parents):
        number += 1
        new = f"{name}-{number}" if "/" not in name else f"{number}-{name}"
    taken.add(new)
    taken.update(f"{above}/" for above in PurePosixPath(new).parents)
    return new
