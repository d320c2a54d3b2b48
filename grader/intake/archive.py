"""Lists the files of a submission, in folders and in zips, within limits; nothing is extracted."""

import os
import stat
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

from grader.files.tree import Tree
from grader.intake.listing import (
    MAX_DEPTH,
    PACKAGE_NOTE,
    File,
    Listing,
    foremost,
    ignored,
    of_environment,
    rank,
    within,
)
from grader.intake.zips import is_zip, look_into
from grader.text import one_line

MAX_FILES = 2000  # of a folder that are read
MAX_ENTRIES = 50_000  # files and folders that are looked at by name


@contextmanager
def listed(path: Path) -> Iterator[Listing]:
    """Yield the files of a folder, of a zip, or the one file itself; they can be read within the context."""
    listing = Listing()
    with ExitStack() as stack:
        if path.is_dir():
            walk(path, listing)
        else:
            listing.files.append(File(path.name, path.stat().st_size, lambda: path.open("rb")))
        for file in list(listing.files):
            if is_zip(file):
                look_into(file, listing, stack, depth=1)
        yield listing


def walk(top: Path, listing: Listing) -> None:
    """List the plain files below a folder, those of a folder before those that lie deeper; zips are not looked into."""
    found, tree = list[File](), Tree(top)
    waiting = deque([(top, "")])
    left = MAX_ENTRIES
    while waiting and left > 0:
        folder, prefix = waiting.popleft()
        try:
            inside = _inside(folder, left + 1)
        except OSError as error:
            if not prefix:
                raise
            listing.leave_out(f"the folder {one_line(prefix, 60)!r} could not be opened ({error.strerror})")
            continue
        left -= len(inside)
        names = {entry.name for entry, _ in inside} if prefix else ()
        for entry, seen in inside:
            name = f"{prefix}{entry.name}"
            if ignored(entry.name):
                continue
            if stat.S_ISDIR(seen.st_mode):
                listing.others[name] = "a folder"
                if of_environment(entry.name, names):
                    listing.leave_out(PACKAGE_NOTE.format(one_line(name, 60)))
                elif name.count("/") >= MAX_DEPTH:
                    listing.leave_out(f"files more than {MAX_DEPTH} folders deep were not read")
                else:
                    waiting.append((Path(entry.path), f"{name}/"))
            elif stat.S_ISREG(seen.st_mode):
                found.append(File(name, seen.st_size, partial(tree.open, name)))
            else:
                listing.others[name] = "a link" if entry.is_symlink() else "a device or a pipe"
    if waiting or left < 0:
        listing.leave_out(f"files and folders beyond the first {MAX_ENTRIES:,} were not read")
    listing.files += within(foremost(found, MAX_FILES, listing), listing)


def _inside(folder: Path, most: int) -> list[tuple[os.DirEntry[str], os.stat_result]]:
    """Return what lies in a folder, the likeliest to be wanted first, and what is known of each."""
    with os.scandir(folder) as entries:
        inside = sorted(islice(entries, most), key=lambda entry: (rank(entry.name), entry.name))
        return [(entry, entry.stat(follow_symlinks=False)) for entry in inside]
