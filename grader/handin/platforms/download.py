"""A zip that a platform gave out, or that was packed of a folder: its entries, read within bounds, nothing unpacked."""

import hashlib
import stat
import unicodedata
import weakref
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from grader.errors import CourseError
from grader.handin.given import Given
from grader.handin.item import File
from grader.handin.platforms.entry_names import decoded, safe
from grader.intake.listing import PIECE, UNREADABLE, ignored
from grader.intake.zips import PACKED, Bounded
from grader.text import one_line

MAX_NAMES = 64 * 2**20  # bytes of the list of names, which takes some twenty times as much in memory
MAX_ENTRIES = 200_000
ENCRYPTED = "protected with a password"
DAMAGED = "Download it again, and give it as it came."


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a download.

    Attributes:
        name: its path, safe to place.
        written: its path as the zip has it.
        size: bytes, as the zip says.
        left_out: what it is instead of a plain file that can be read; empty if it is one.
        info: what `zipfile` knows of it.
    """

    name: str
    written: str
    size: int
    left_out: str
    info: zipfile.ZipInfo

    @property
    def renamed(self) -> bool:
        """Whether its path had to be changed to be safe."""
        return self.name != unicodedata.normalize("NFC", self.written.removeprefix("./"))

    @property
    def parts(self) -> list[str]:
        """The parts of its path."""
        return self.name.split("/")


class Download:
    """An opened zip. It stays open as long as one of its files can still be read.

    Args:
        path: where it is kept.
        given: what it was called when it came.

    Raises:
        CourseError: it cannot be read as a zip.
    """

    def __init__(self, path: Path, given: Given) -> None:
        self.path = path
        self.called = given.source or path.name
        try:
            self._zip = _opened(path.open("rb"))
            infos = [info for info in self._zip.infolist() if not info.is_dir()]
            self.folders = [safe(decoded(info)) for info in self._zip.infolist() if info.is_dir()]
        except UNREADABLE as error:
            why = one_line(str(error), 60) or type(error).__name__
            raise CourseError(self.called, f"it is not a readable zip file ({why})", DAMAGED) from error
        if len(infos) > MAX_ENTRIES:
            raise CourseError(self.called, f"it holds {len(infos):,} files; at most {MAX_ENTRIES:,} are read", DAMAGED)
        entries = (_entry(info) for info in infos)
        self.entries = [entry for entry in entries if not any(map(ignored, entry.parts))]
        if self.entries and all(entry.left_out == ENCRYPTED for entry in self.entries):
            raise CourseError(self.called, "it is protected with a password", "Unpack it, and give the folder.")

    def file(self, entry: Entry, name: str) -> File:
        """Return the file of an entry under a name, its content read once for its digest.

        Raises: any of `grader.intake.listing.UNREADABLE`.
        """
        digest = hashlib.sha256()
        with self._zip.open(entry.info) as content:
            while piece := content.read(PIECE):
                digest.update(piece)
        return File(name, entry.size, digest.hexdigest(), lambda: self.read(entry))

    def start(self, entry: Entry, most: int = PIECE) -> bytes:
        """Return the first bytes of an entry.

        Raises: any of `grader.intake.listing.UNREADABLE`.
        """
        with self._zip.open(entry.info) as content:
            return content.read(most)

    def read(self, entry: Entry) -> bytes:
        """Return the content of an entry.

        Raises:
            OSError: it can no longer be read.
        """
        try:
            return self._zip.read(entry.info)
        except UNREADABLE as error:
            raise OSError(f"{self.called}: {entry.name} cannot be read ({type(error).__name__})") from error


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    bounded = Bounded(file, MAX_NAMES)
    try:
        archive = zipfile.ZipFile(bounded)
    except BaseException:
        file.close()
        raise
    bounded.opening = False
    weakref.finalize(archive, file.close)
    return archive


def _entry(info: zipfile.ZipInfo) -> Entry:
    written = decoded(info)
    return Entry(safe(written) or "unnamed", written, info.file_size, _left_out(info), info)


def _left_out(info: zipfile.ZipInfo) -> str:
    """Return why an entry is not read, to follow "it is"; empty if it is read."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "a symbolic link" if kind == stat.S_IFLNK else "no regular file"
    if info.flag_bits & 1:
        return ENCRYPTED
    if info.compress_type not in PACKED:
        return f"compressed in a way that is not supported ({info.compress_type})"
    return ""
