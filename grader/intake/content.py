"""A digest of a whole submission, which seeds the hidden inputs, so that different work gets different inputs."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

MOST_FILES = 100_000  # more are never looked at
MOST_BYTES = 2**30  # that are read in all: a few bytes on disk may stand for terabytes of zeros
BEGINNING = 2**20  # bytes that are read of a file beyond that
TIME = "timestamp.txt"  # at the top level: written by the course when a submission arrives


@dataclass(frozen=True, slots=True)
class Content:
    """What was handed in.

    Attributes:
        digest: of the names and bytes of its plain files, in whatever folder and on whatever machine.
        unread: sizes and times of files that are too large to be read whole.
    """

    digest: str
    unread: str


def content(path: Path) -> str:
    """Return the digest of a submission.

    Args:
        path: what was handed in: a folder, a zip or a notebook.
    """
    return read(path).digest


def read(path: Path, counts: Callable[[Path], bool] = lambda file: True) -> Content:
    """Read all that was handed in, as far as there is not too much of it.

    Args:
        path: what was handed in: a folder, a zip or a notebook.
        counts: whether a file counts.
    """
    total, unread = hashlib.sha256(), []
    top = path if path.is_dir() else path.parent
    left = MOST_BYTES
    for file in sorted(islice(filter(counts, plain_files(path)), MOST_FILES)):
        name = os.fsencode(file.relative_to(top))
        if name == os.fsencode(TIME):
            continue
        seen, digest = _read(file, left)
        if seen.st_size > left:
            unread.append(f"{seen.st_size} {seen.st_mtime_ns}")
        left -= min(seen.st_size, left)
        total.update(b"%d %d %b %b" % (len(name), seen.st_size, name, digest))
    return Content(total.hexdigest(), "\n".join(unread))


def _read(file: Path, left: int) -> tuple[os.stat_result, bytes]:
    """Return a file's status and a digest of its bytes, or of the first of them where they are too many."""
    seen, digest = file.lstat(), hashlib.sha256()
    with suppress(OSError), os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as opened:
        seen = os.fstat(opened.fileno())
        unread = seen.st_size if seen.st_size <= left else BEGINNING
        while unread > 0 and (chunk := opened.read(min(unread, BEGINNING))):
            digest.update(chunk)
            unread -= len(chunk)
    return seen, digest.digest()


def plain_files(path: Path) -> Iterator[Path]:
    """Every plain file below a folder, or the one file; links are not followed."""
    below = ((place, names) for place, _, names in os.walk(path))
    for place, names in [(path.parent, [path.name])] if not path.is_dir() else below:
        for name in names:
            file = Path(place, name)
            with suppress(OSError):
                if stat.S_ISREG(file.lstat().st_mode):
                    yield file
