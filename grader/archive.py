"""The files of a submission, in folders and in zips, as far as it is safe to look at them; nothing is unpacked."""

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

MAX_FILES = 2000
MAX_BYTES = 200 * 2**20  # of one file, and of all that one zip unpacks to
MAX_NESTED = 16 * 2**20  # of a zip inside a zip
MAX_DEPTH = 12
IGNORED = {".ipynb_checkpoints", "__MACOSX", "__pycache__", "node_modules"}
UNREADABLE = (OSError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error, ValueError)


@dataclass(frozen=True, slots=True)
class File:
    """One plain file; its name is its path below the submission, through zips too: ``hw3.zip/hw3/hw3.ipynb``."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]

    @property
    def base(self) -> str:
        """The last part of the name."""
        return PurePosixPath(self.name).name

    @property
    def folder(self) -> str:
        """The part of the name before the last, empty at the top."""
        return str(PurePosixPath(self.name).parent).removeprefix(".")

    def read(self) -> bytes:
        """All of it, and not a byte more than its size says.

        Raises: any of `UNREADABLE`.
        """
        with self.open() as file:
            return file.read(self.size)


@dataclass
class Listing:
    """What lies in a submission: its plain files, what the others are, and why a zip cannot be looked into."""

    files: list[File] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    cut: str = ""  # said if not everything was looked at


@contextmanager
def listed(path: Path) -> Iterator[Listing]:
    """The files of a folder, of a zip, or the one file itself; their contents can be had inside the context."""
    listing = Listing()
    with ExitStack() as stack:
        if path.is_dir():
            _walk(path, "", listing)
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


def _walk(folder: Path, prefix: str, listing: Listing, depth: int = 0) -> None:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        name = f"{prefix}{entry.name}"
        if _ignored(entry.name):
            continue
        if len(listing.files) >= MAX_FILES or depth > MAX_DEPTH:
            listing.cut = f"what lies beyond {MAX_FILES:,} files, or below {MAX_DEPTH} folders, was not looked at"
            return
        if entry.is_dir(follow_symlinks=False):
            listing.others[name] = "a folder"
            _walk(Path(entry.path), f"{name}/", listing, depth + 1)
        elif entry.is_file(follow_symlinks=False):
            place = Path(entry.path)
            size = entry.stat(follow_symlinks=False).st_size
            listing.files.append(File(name, size, lambda place=place: _plainly(place)))  # type: ignore[misc]
        else:
            listing.others[name] = "a link" if entry.is_symlink() else "a device or a pipe"


def _plainly(path: Path) -> IO[bytes]:
    """A file opened without following a link that may have taken its place."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def _ignored(name: str) -> bool:
    return name in IGNORED or name.startswith(("._", ".~", "~$")) or name in (".DS_Store", "Thumbs.db", ".git", ".venv")


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
    if refusal := _refusal(entries):
        listing.problems.append(f"{file.name} {refusal}")
        return
    for entry in entries:
        inner = entry.filename.replace("\\", "/")
        if any(_ignored(part) for part in PurePosixPath(inner).parts) or stat.S_ISLNK(entry.external_attr >> 16):
            continue
        member = File(f"{file.name}/{inner}", entry.file_size, partial(archive.open, entry))
        listing.files.append(member)
        if is_zip(member):
            _look_into(member, listing, stack, depth + 1)


def _refusal(entries: list[zipfile.ZipInfo]) -> str:
    """Why a zip is not looked into; empty if nothing speaks against it."""
    if len(entries) > MAX_FILES:
        return f"holds {len(entries):,} files; at most {MAX_FILES:,} are read"
    size = sum(entry.file_size for entry in entries)
    if size > MAX_BYTES:
        return f"unpacks to {size / 2**20:,.0f} MB; at most {MAX_BYTES / 2**20:,.0f} MB are read"
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\0" in entry.filename:
            return f"holds a file named {entry.filename[:60]!r}, which leads out of it"
        if entry.flag_bits & 1:
            return "is locked with a password"
    return ""
