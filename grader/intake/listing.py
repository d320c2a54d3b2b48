"""What lies in a submission: its files, and which of them are looked at where there are very many."""

import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from os.path import splitext
from pathlib import PurePosixPath
from typing import IO

MAX_BYTES = 200 * 2**20  # of one file, and of all that one zip unpacks to
MAX_ALL_BYTES = 512 * 2**20  # of everything in a submission that is not too large by itself
MAX_NAMES = 8 * 2**20  # bytes of the lists of names of all zips, which take up to twenty times as much in memory
MAX_ZIPS = 50  # that are looked into
MAX_NESTED = 16 * 2**20  # bytes of the zips inside a zip, which are held in memory
MAX_DEPTH = 24  # folders
PIECE = 2**20  # bytes that are read at a time
PACKAGE_NOTE = "the installed packages in {!r} were not read"
IGNORED = {".ipynb_checkpoints", "__MACOSX", "__pycache__", "node_modules", ".DS_Store", "Thumbs.db", ".git", ".venv"}
PACKAGES = {"site-packages", "dist-packages", "conda-meta"}
ENVIRONMENT = {"bin", "lib", "lib64", "include", "share", "etc", "scripts", "pkgs", "man"}  # lower case
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
        return self.name.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The part of the name before the last, empty at the top."""
        return str(PurePosixPath(self.name).parent).removeprefix(".")

    def read(self) -> bytearray:
        """Return the contents, at most as many bytes as the size says; reading at once would hold them twice.

        Raises: any of `UNREADABLE`.
        """
        data = bytearray()
        with self.open() as file:
            while len(data) < self.size and (piece := file.read(min(PIECE, self.size - len(data)))):
                data += piece
        return data


@dataclass
class Listing:
    """What lies in a submission: its plain files, what the others are, and why a zip cannot be looked into.

    Attributes:
        cut: said if not everything was looked at.
        names: bytes of lists of names that may still be read; likewise `nested` of zips in zips, and `zips` by number.
    """

    files: list[File] = field(default_factory=list)
    others: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    cut: str = ""
    names: int = MAX_NAMES
    nested: int = MAX_NESTED
    zips: int = MAX_ZIPS

    def leave_out(self, what: str) -> None:
        """Record once what was not read."""
        if what not in self.cut:
            self.cut = f"{self.cut}; {what}" if self.cut else what


def ignored(name: str) -> bool:
    """Whether a name is that of a file left behind by a system or program."""
    return name in IGNORED or name.startswith(("._", ".~", "~$"))


def rank(name: str) -> bool:
    """Return the place of a name among others: a notebook, a zip and the time of handing in come before all else."""
    lower = name.lower()
    return not (".ipynb" in lower or lower.endswith(".zip") or lower == "timestamp.txt")


def of_environment(name: str, beside: Iterable[str]) -> bool:
    """Whether a folder, which lies beside others in a folder, holds installed packages instead of a student's work."""
    return name in PACKAGES or (name.lower() in ENVIRONMENT and not {"pyvenv.cfg", "conda-meta"}.isdisjoint(beside))


def foremost(files: list[File], limit: int, listing: Listing) -> list[File]:
    """As many files as may be read, the likeliest and rarest first where there are more; the listing says so."""
    if len(files) <= limit:
        return files
    listing.leave_out(f"files beyond the first {limit:,} were not read")
    kinds = Counter(splitext(file.base)[1] for file in files)  # of thousands of pictures some may be missed
    order = sorted(files, key=lambda file: (rank(file.base), kinds[splitext(file.base)[1]]))
    kept = {id(file) for file in order[:limit]}
    return [file for file in files if id(file) in kept]


def within(files: list[File], listing: Listing) -> list[File]:
    """Return the files that may be read beside those listed already, the likeliest first; the listing says so."""
    left = MAX_ALL_BYTES - sum(file.size for file in listing.files if file.size <= MAX_BYTES)
    kept = set()
    for file in sorted(files, key=lambda file: rank(file.base)):
        size = file.size if file.size <= MAX_BYTES else 0  # a larger one is never read
        if size <= left:
            left -= size
            kept.add(id(file))
    if len(kept) < len(files):
        listing.leave_out(f"files beyond {MAX_ALL_BYTES >> 20:,} MB in total were not read")
    return [file for file in files if id(file) in kept]
