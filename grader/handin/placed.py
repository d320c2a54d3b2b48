"""What was put into ``submitted/`` by collecting: whatever else lies there is a person's, and is left alone."""

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from grader.files.tree import Tree, files
from grader.handin.item import File
from grader.handin.laying import laid, time_text
from grader.intake.content import TIME
from grader.intake.listing import ignored
from grader.storage import atomic

ROOM = "placed"


class Placed:
    """The digests of all that was ever placed, by student.

    Args:
        folder: where the assignment's hand-ins are kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / ROOM

    def students(self) -> list[str]:
        """Return all students for whom something was placed."""
        return sorted(path.stem for path in self.folder.glob("*.json") if not path.name.startswith("."))

    def digests(self, student: str) -> set[str]:
        """Return the digests of what was placed for a student."""
        with suppress(OSError, ValueError):
            found = json.loads((self.folder / f"{student}.json").read_text(encoding="utf-8"))
            return {str(one) for one in found} if isinstance(found, list) else set()
        return set()

    def add(self, student: str, digest: str) -> None:
        """Add the digest of what is about to be placed."""
        known = self.digests(student)
        if digest not in known:
            atomic.write_text(self.folder / f"{student}.json", json.dumps(sorted({*known, digest})))


def digest(folder: Path) -> str:
    """Return a digest of the names and contents of all files below a folder; what programs leave behind aside."""
    tree, found = Tree(folder), []
    for path, _ in files(folder):
        name = os.path.relpath(path, folder)
        if not any(map(ignored, Path(name).parts)):
            with tree.open(name) as file:
                found.append((name, hashlib.file_digest(file, "sha256").hexdigest()))  # type: ignore[arg-type]
    return _digest(found)


def digest_of(handed_in: Iterable[File], at: datetime | None) -> str:
    """Return what `digest` returns for files once they are laid out.

    Args:
        handed_in: the files.
        at: when they were handed in, naive UTC; None writes no time.
    """
    found = [(name, file.digest) for name, file in laid(handed_in)]
    if at is not None:
        found.append((TIME, hashlib.sha256(time_text(at).encode("ascii")).hexdigest()))
    return _digest([pair for pair in found if not any(map(ignored, Path(pair[0]).parts))])


def _digest(found: list[tuple[str, str]]) -> str:
    total = hashlib.sha256()
    for name, content in sorted(found):
        total.update(f"{content} {name}\0".encode("utf-8", "surrogateescape"))
    return total.hexdigest()
