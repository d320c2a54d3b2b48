"""What lies in a submission's folder and is no ordinary file or folder: it is never followed, copied or opened."""

import contextlib
import os
import stat
from collections import Counter

from grader.sightings import LEFT_OUT

KINDS = {
    stat.S_IFLNK: "link",
    stat.S_IFIFO: "named pipe",
    stat.S_IFSOCK: "socket",
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
}
_left_out: dict[tuple[str, str], Counter[str]] = {}


def drop_links(assignment: str, student: str, notebooks: list[str]) -> None:
    """Before nbgrader copies a submission: remove what is no ordinary file or folder from it.

    nbgrader follows links, so that a link would hand in any file of ours that it points to. This is a hook:
    its exceptions are swallowed, so it acts.
    """
    found = _left_out[assignment, student] = Counter()
    waiting = [os.path.dirname(notebook) for notebook in notebooks]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif not entry.is_file(follow_symlinks=False):
                    kind = KINDS.get(stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode), "special file")
                    found[f"{LEFT_OUT}{kind} {entry.name}"] += 1
                    with contextlib.suppress(OSError):
                        os.unlink(entry.path)


def left_out(assignment: str, student: str) -> Counter[str]:
    """What `drop_links` has removed from a submission in this process."""
    return _left_out.get((assignment, student), Counter())
