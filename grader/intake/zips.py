"""The files of a zip, and of zips inside it; their lists of names are read within bounds, and nothing is unpacked."""

import io
import stat
import zipfile
from collections import defaultdict
from contextlib import ExitStack
from functools import cache, partial
from typing import IO

from grader.intake.listing import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_ZIPS,
    PACKAGE_NOTE,
    UNREADABLE,
    File,
    Listing,
    foremost,
    ignored,
    of_environment,
    within,
)
from grader.text import one_line

MAX_FILES = 2000  # of one zip that are read
MAX_ENTRIES = 50_000  # of one zip that are looked at by name
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # other ways are unpacked without regard to the size asked for


class Bounded(io.BufferedIOBase):
    """A zip's file while `zipfile` reads its list of names: so many bytes, however many the file says there are.

    Raises:
        BadZipFile: more would be read.
    """

    def __init__(self, file: IO[bytes], left: int) -> None:
        self.file, self.left, self.opening = file, left, True

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as the file does."""
        asked = -1 if size is None else size
        if self.opening and asked > 0:
            if asked > self.left:
                raise zipfile.BadZipFile("its central directory is too large")
            self.left -= asked
        return self.file.read(asked)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place of the file."""
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place in the file."""
        return self.file.tell()

    def seekable(self) -> bool:
        """Return True: a zip is read from its end."""
        return True


def is_zip(file: File) -> bool:
    """Whether a file is a zip: by its name, or a would-be notebook by its first bytes."""
    if file.base.lower().endswith(".zip"):
        return True
    try:
        with file.open() as opened:
            return ".ipynb" in file.base.lower() and opened.read(4) == b"PK\x03\x04"
    except UNREADABLE:
        return False


def look_into(file: File, listing: Listing, stack: ExitStack, depth: int) -> None:
    """Add the files of a zip to a listing, or say why it is not looked into.

    Args:
        file: the zip.
        listing: what lies in the submission; what it may still read goes down.
        stack: closes what is opened here.
        depth: 1 for a zip, 2 for one inside it.
    """
    if depth > 2:
        listing.problems.append(f"{file.name} is a zip in a zip in a zip")
        return
    if listing.zips <= 0:
        listing.leave_out(f"zip files beyond the first {MAX_ZIPS} were not read")
        return
    listing.zips -= 1
    try:
        archive = _opened(file, listing, stack, depth)
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and _inner(entry).strip("./")]
    except UNREADABLE as error:
        listing.problems.append(f"{file.name} is not a readable zip file ({str(error)[:60] or type(error).__name__})")
        return
    if len(near := [entry for entry in entries if _inner(entry).count("/") <= MAX_DEPTH]) < len(entries):
        listing.leave_out(f"files more than {MAX_DEPTH} folders deep were not read")
    entries = _own(near, file.name, listing)
    if refusal := _refusal(entries):
        listing.problems.append(f"{file.name} {refusal}")
        return
    members = [
        File(f"{file.name}/{_inner(entry)}", entry.file_size, partial(archive.open, entry))
        for entry in sorted(entries, key=lambda entry: _inner(entry).count("/"))
    ]
    for member in within(foremost(members, MAX_FILES, listing), listing):
        listing.files.append(member)
        if is_zip(member):
            look_into(member, listing, stack, depth + 1)


def _opened(file: File, listing: Listing, stack: ExitStack, depth: int) -> zipfile.ZipFile:
    """Return a zip with its list of names.

    Raises: any of `UNREADABLE`.
    """
    source: IO[bytes]
    if depth == 1:
        source = stack.enter_context(file.open())
    elif file.size > listing.nested:
        raise zipfile.BadZipFile("a nested zip that is too large")
    else:
        listing.nested -= file.size
        source = io.BytesIO(file.read())
    bounded = Bounded(source, listing.names)
    try:
        archive = stack.enter_context(zipfile.ZipFile(bounded))
    finally:
        listing.names, bounded.opening = bounded.left, False
    return archive


def _inner(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/")


def _own(entries: list[zipfile.ZipInfo], archive: str, listing: Listing) -> list[zipfile.ZipInfo]:
    """Return the plain files of a zip but those that systems, programs and environments leave behind."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries[:MAX_ENTRIES]:
        folder, _, name = _inner(entry).rpartition("/")
        beside[folder].add(name)
        above, _, name = folder.rpartition("/")
        beside[above].add(name)

    @cache
    def environment(folder: str) -> str:
        """Return the uppermost folder of packages that a folder lies in, or is; empty if there is none."""
        above, _, name = folder.rpartition("/")
        found = environment(above) if above else ""
        return found or (folder if of_environment(name, beside[above] if above else ()) else "")

    own = []
    for entry in entries:
        inner = _inner(entry)
        if any(map(ignored, inner.split("/"))) or stat.S_ISLNK(entry.external_attr >> 16):
            continue
        if found := environment(inner.rpartition("/")[0]):
            listing.leave_out(PACKAGE_NOTE.format(one_line(f"{archive}/{found}", 60)))
        else:
            own.append(entry)
    return own


def _refusal(entries: list[zipfile.ZipInfo]) -> str:
    """Return why a zip is not read; empty if it is."""
    if len(entries) > MAX_ENTRIES:
        return f"holds {len(entries):,} files; at most {MAX_ENTRIES:,} are read"
    size = sum(entry.file_size for entry in entries)
    if size > MAX_BYTES:
        return f"unpacks to {size / 2**20:,.0f} MB; at most {MAX_BYTES / 2**20:,.0f} MB are read"
    for entry in entries:
        parts = _inner(entry).split("/")
        if not parts[0] or ".." in parts or ":" in parts[0] or "\0" in entry.filename:
            return f"contains a file named {entry.filename[:60]!r}, whose path leads out of it"
        if entry.flag_bits & 1:
            return "is protected with a password"
        if entry.compress_type not in PACKED:
            return f"uses an unsupported compression method ({entry.compress_type}); create an ordinary zip file"
    return ""
