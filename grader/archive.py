"""The files of a submission, in folders and in zips, as far as it is safe to look at them; nothing is unpacked."""

import io
import os
import stat
import zipfile
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath

from grader.listing import UNREADABLE, File, Listing, foremost, ignored, of_environment, rank
from grader.pages import one_line
from grader.tree import Tree

MAX_FILES = 2000  # of one folder or zip that are read
MAX_ENTRIES = 50_000  # of one folder or zip that are looked at by name
MAX_BYTES = 200 * 2**20  # of one file, and of all that one zip unpacks to
MAX_NESTED = 16 * 2**20  # of a zip inside a zip
MAX_DEPTH = 24
PACKAGES = "the installed packages in {!r} were not looked at"


@contextmanager
def listed(path: Path) -> Iterator[Listing]:
    """The files of a folder, of a zip, or the one file itself; their contents can be had inside the context."""
    listing = Listing()
    with ExitStack() as stack:
        if path.is_dir():
            _walk(path, listing)
        else:
            listing.files.append(File(path.name, path.stat().st_size, lambda: path.open("rb")))
        for file in list(listing.files):
            if is_zip(file):
                _look_into(file, listing, stack, depth=1)
        yield listing


def is_zip(file: File) -> bool:
    """Whether a file is a zip: by its name, or a would-be notebook by its first bytes."""
    if file.base.lower().endswith(".zip"):
        return True
    try:
        with file.open() as opened:
            return ".ipynb" in file.base.lower() and opened.read(4) == b"PK\x03\x04"
    except UNREADABLE:
        return False


def _walk(top: Path, listing: Listing) -> None:
    """List the plain files below a folder, those of a folder before those that lie deeper."""
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
            listing.leave_out(f"the folder {one_line(prefix, 60)!r} cannot be looked into ({error.strerror})")
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
                    listing.leave_out(PACKAGES.format(one_line(name, 60)))
                elif name.count("/") >= MAX_DEPTH:
                    listing.leave_out(f"what lies below {MAX_DEPTH} folders was not looked at")
                else:
                    waiting.append((Path(entry.path), f"{name}/"))
            elif stat.S_ISREG(seen.st_mode):
                found.append(File(name, seen.st_size, partial(tree.open, name)))
            else:
                listing.others[name] = "a link" if entry.is_symlink() else "a device or a pipe"
    if waiting or left < 0:
        listing.leave_out(f"what lies beyond {MAX_ENTRIES:,} files and folders was not looked at")
    listing.files += foremost(found, MAX_FILES, listing)


def _inside(folder: Path, most: int) -> list[tuple[os.DirEntry[str], os.stat_result]]:
    """What lies in a folder, the likeliest to be wanted first, and what is known of each."""
    with os.scandir(folder) as entries:
        inside = sorted(islice(entries, most), key=lambda entry: (rank(entry.name), entry.name))
        return [(entry, entry.stat(follow_symlinks=False)) for entry in inside]


def _look_into(file: File, listing: Listing, stack: ExitStack, depth: int) -> None:
    """Add the files of a zip, or say why it is not looked into."""
    if depth > 2:
        listing.problems.append(f"{file.name} is a zip in a zip in a zip")
        return
    try:
        if depth == 2 and file.size > MAX_NESTED:
            raise zipfile.BadZipFile("a zip in a zip, and too large")
        source = stack.enter_context(file.open()) if depth == 1 else io.BytesIO(file.read())
        archive = stack.enter_context(zipfile.ZipFile(source))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except UNREADABLE as error:
        listing.problems.append(f"{file.name} is no readable zip file ({str(error)[:60] or type(error).__name__})")
        return
    if len(near := [entry for entry in entries if _inner(entry).count("/") <= MAX_DEPTH]) < len(entries):
        listing.leave_out(f"what lies below {MAX_DEPTH} folders was not looked at")
    entries = _own(near, file.name, listing)
    if refusal := _refusal(entries):
        listing.problems.append(f"{file.name} {refusal}")
        return
    members = [
        File(f"{file.name}/{_inner(entry)}", entry.file_size, partial(archive.open, entry))
        for entry in sorted(entries, key=lambda entry: _inner(entry).count("/"))
    ]
    for member in foremost(members, MAX_FILES, listing):
        listing.files.append(member)
        if is_zip(member):
            _look_into(member, listing, stack, depth + 1)


def _inner(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/")


def _own(entries: list[zipfile.ZipInfo], archive: str, listing: Listing) -> list[zipfile.ZipInfo]:
    """The plain files of a zip but those that systems, programs and environments leave behind."""
    beside: defaultdict[PurePosixPath, set[str]] = defaultdict(set)
    for entry in entries[:MAX_ENTRIES]:
        path = PurePosixPath(_inner(entry))
        beside[path.parent].add(path.name)
        beside[path.parent.parent].add(path.parent.name)
    own = []
    for entry in entries:
        path = PurePosixPath(_inner(entry))
        if any(ignored(part) for part in path.parts) or stat.S_ISLNK(entry.external_attr >> 16):
            continue
        folders = list(path.parents)[-2::-1]  # from the top
        found = next((f for f in folders if of_environment(f.name, beside[f.parent] if f.parent.name else ())), None)
        if found is None:
            own.append(entry)
        else:
            listing.leave_out(PACKAGES.format(one_line(f"{archive}/{found}", 60)))
    return own


def _refusal(entries: list[zipfile.ZipInfo]) -> str:
    """Why a zip is not looked into; empty if nothing speaks against it."""
    if len(entries) > MAX_ENTRIES:
        return f"holds {len(entries):,} files; at most {MAX_ENTRIES:,} are looked at"
    size = sum(entry.file_size for entry in entries)
    if size > MAX_BYTES:
        return f"unpacks to {size / 2**20:,.0f} MB; at most {MAX_BYTES / 2**20:,.0f} MB are read"
    for entry in entries:
        path = PurePosixPath(_inner(entry))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\0" in entry.filename:
            return f"holds a file named {entry.filename[:60]!r}, which leads out of it"
        if entry.flag_bits & 1:
            return "is locked with a password"
    return ""
