"""Entries of a submission's folder other than regular files and folders, which are never followed, copied or opened."""

import contextlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator

from grader.observations import LEFT_OUT

KINDS = {
    stat.S_IFLNK: "link",
    stat.S_IFIFO: "named pipe",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}


def drop_links(folders: Iterable[str]) -> Counter[str]:
    """Remove all but regular files and folders, make the rest readable, and return what was removed."""
    folders = list(folders)
    for folder in folders:
        _unlock(folder)
    found = left_out(folders)
    for path, _ in list(irregular(folders)):
        with contextlib.suppress(OSError):
            os.unlink(path)
    return found


def _unlock(folder: str) -> None:
    """Make a folder and everything below it readable, where permissions can be changed."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        with contextlib.suppress(OSError):
            mode = os.lstat(path).st_mode
            if stat.S_ISDIR(mode):
                if not os.access(path, os.R_OK | os.X_OK):
                    os.chmod(path, mode | stat.S_IRWXU)
                waiting += [os.path.join(path, name) for name in os.listdir(path)]
            elif stat.S_ISREG(mode) and not os.access(path, os.R_OK):
                os.chmod(path, mode | stat.S_IRUSR)


def left_out(folders: Iterable[str]) -> Counter[str]:
    """Return a fact for each entry below some folders that will not be read."""
    return Counter(f"{LEFT_OUT}{kind} {os.path.basename(path)}" for path, kind in irregular(folders))


def irregular(folders: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield path and kind of each entry below some folders that is neither a regular file nor a folder."""
    waiting = list(folders)
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif not entry.is_file(follow_symlinks=False):
                    mode = entry.stat(follow_symlinks=False).st_mode
                    yield entry.path, KINDS.get(stat.S_IFMT(mode), "special file")
