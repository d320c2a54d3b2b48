"""Replaces files and folders; a process killed meanwhile leaves the old or the new ones."""

import ctypes
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

AT_FDCWD = -100  # both from Linux's <fcntl.h> and <linux/fs.h>
RENAME_EXCHANGE = 2


@contextmanager
def drafts(parts: Iterable[Path], source: Path, target: Path) -> Iterator[dict[Path, Path]]:
    """Copy parts of one folder next to their places in another, hidden; gone afterwards unless put in place.

    Args:
        parts: files and folders, relative to both folders.
        source: where they are copied from.
        target: where they are to be put.

    Yields:
        each draft's place, by the draft.
    """
    made = {(target / part).with_name(f".{part.name}.new"): part for part in parts}
    try:
        for draft, part in made.items():
            remove(draft)
            draft.parent.mkdir(parents=True, exist_ok=True)
            if (source / part).is_dir():
                shutil.copytree(source / part, draft)
            else:
                shutil.copy2(source / part, draft)
        yield {draft: target / part for draft, part in made.items()}
    finally:
        for draft in made:
            remove(draft)


def put(draft: Path, place: Path) -> None:
    """Put a draft in its place; what stood there is removed."""
    if draft.is_dir() and place.exists():
        exchange(draft, place)
        remove(draft)
    else:
        draft.replace(place)


def exchange(one: Path, other: Path) -> None:
    """Exchange two folders, in one step where the system can, else in three."""
    library = ctypes.CDLL(None)
    names = (AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other))
    if hasattr(library, "renameat2") and library.renameat2(*names, RENAME_EXCHANGE) == 0:
        return
    aside = other.with_name(f".{other.name}.old")
    remove(aside)
    other.rename(aside)
    one.rename(other)
    aside.rename(one)


def remove(path: Path) -> None:
    """Remove a file or a folder, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
