"""An untrusted folder, whose regular files are opened without following links out of it."""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import BinaryIO

Key = tuple[int, int]  # of a file: its device and its inode
ENTERED = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Tree:
    """What lies below a folder.

    Args:
        top: the folder; it may itself be reached by a link.
    """

    def __init__(self, top: Path) -> None:
        self.top = top

    def open(self, name: str) -> BinaryIO:
        """Open a file by its path below the folder, in which no part may be a link, whatever has been there before.

        Raises:
            OSError: it cannot be read, is no plain file, or has further names outside the folder.
        """
        *folders, last = parts = PurePosixPath(name).parts
        if ".." in parts or parts[0] == "/":
            raise PermissionError(1, "it leads out of the folder", name)
        here = os.open(self.top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for folder in folders:
                above, here = here, os.open(folder, ENTERED, dir_fd=here)
                os.close(above)
            found = os.open(last, READ, dir_fd=here)
        finally:
            os.close(here)
        seen = os.fstat(found)
        if stat.S_ISREG(seen.st_mode) and self.owns(seen):
            return os.fdopen(found, "rb")
        os.close(found)
        raise PermissionError(1, "not a regular file, or a hard link to one elsewhere", name)

    def owns(self, seen: os.stat_result) -> bool:
        """Whether all names of a file lie in the folder."""
        return seen.st_nlink == 1 or self.names[key(seen)] >= seen.st_nlink

    @cached_property
    def names(self) -> Counter[Key]:
        """The number of names in the folder, for each file with several."""
        return Counter(key(seen) for _, seen in files(self.top) if seen.st_nlink > 1)

    def borrowed(self) -> dict[Key, str]:
        """Return the files that have names elsewhere too, each with the first of its own paths below the folder."""
        found: dict[Key, str] = {}
        for path, seen in files(self.top):
            if not self.owns(seen):
                name = os.path.relpath(path, self.top)
                found[key(seen)] = min(name, found.get(key(seen), name))
        return found


def files(top: Path | str, missed: list[str] | None = None) -> Iterator[tuple[str, os.stat_result]]:
    """Yield each regular file below a folder, or the one file: its path and its status.

    Args:
        top: the folder, or the file.
        missed: collects the paths of folders that cannot be read.
    """
    with suppress(OSError):
        seen = os.lstat(top)
        if stat.S_ISREG(seen.st_mode):
            yield str(top), seen
        if not stat.S_ISDIR(os.stat(top).st_mode):
            return
    waiting = [str(top)]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        yield entry.path, entry.stat(follow_symlinks=False)
        except OSError:
            if missed is not None:
                missed.append(folder)


def key(seen: os.stat_result) -> Key:
    """Return a file's device and inode, which identify it."""
    return seen.st_dev, seen.st_ino
