"""What lies in a submission: its files, and which of them are looked at where there are very many."""

import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

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

    def leave_out(self, what: str) -> None:
        """Say what was not looked at, once."""
        if what not in self.cut:
            self.cut = f"{self.cut}; {what}" if self.cut else what


def ignored(name: str) -> bool:
    """Whether a name is one of what systems and programs leave behind."""
    return name in IGNORED or name.startswith(("._", ".~", "~$"))


def rank(name: str) -> bool:
    """The place of a name among others: a notebook, a zip and the time of handing in come before all else."""
    lower = name.lower()
    return not (".ipynb" in lower or lower.endswith(".zip") or lower == "timestamp.txt")


def of_environment(name: str, beside: Iterable[str]) -> bool:
    """Whether a folder, which lies beside others in a folder, holds installed packages instead of a student's work."""
    return name in PACKAGES or (name.lower() in ENVIRONMENT and not {"pyvenv.cfg", "conda-meta"}.isdisjoint(beside))


def foremost(files: list[File], limit: int, listing: Listing) -> list[File]:
    """As many files as may be read, the likeliest first where there are more; the listing says so."""
    if len(files) <= limit:
        return files
    listing.leave_out(f"what lies beyond {limit:,} files was not looked at")
    kept = {id(file) for file in sorted(files, key=lambda file: rank(file.base))[:limit]}
    return [file for file in files if id(file) in kept]
