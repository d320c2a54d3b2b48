"""The files of what is to be handed in, in folders and zips."""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from grader.form.decoding import Unreadable

MOST_BYTES = 200 * 2**20  # of one file, and of all that one zip unpacks to
MOST_NESTED = 16 * 2**20  # of a zip in a zip
MOST_FILES, MOST_ENTRIES, MOST_DEPTH = 2000, 50_000, 24
IGNORED = {".ipynb_checkpoints", "__MACOSX", "__pycache__", "node_modules", ".DS_Store", "Thumbs.db", ".git", ".venv"}
PACKAGES = {"site-packages", "dist-packages", "conda-meta"}
FAILURES = (OSError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error, ValueError)


@dataclass(frozen=True)
class Entry:
    """One file: its path below what is handed in, through zips too, its size, and how it is read."""

    name: str
    size: int
    read: Callable[[], bytes] = field(compare=False)

    @property
    def base(self) -> str:
        """The last part of the name."""
        return self.name.rpartition("/")[2]


@dataclass
class Files:
    """What is handed in: its files, what is wrong with zips, and what else there is."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def list_files(path: Path) -> Files:
    """List what is handed in: a notebook, a zip or a folder.

    Raises:
        Unreadable: there is no such file.
    """
    files = Files()
    try:
        if path.is_dir():
            _walk(path, files)
        elif stat.S_ISREG(path.stat().st_mode):
            files.entries.append(_plain(path, path.name))
        else:
            raise Unreadable("is neither a file nor a folder")
    except OSError as error:
        raise Unreadable(f"cannot be opened ({error.strerror})") from None
    for entry in list(files.entries):
        if is_zip(entry):
            _look_into(entry, files, 1)
    return files


def _plain(path: Path, name: str) -> Entry:
    return Entry(name, path.stat().st_size, path.read_bytes)


def _walk(top: Path, files: Files) -> None:
    for place, folders, names in os.walk(str(top)):
        prefix = Path(place).relative_to(top).as_posix() + "/" if Path(place) != top else ""
        kept = [name for name in sorted(folders) if not _is_ignored(name) and name not in PACKAGES]
        files.others += [f"{prefix}{name} (a link)" for name in kept if os.path.islink(os.path.join(place, name))]
        files.others += [f"{prefix}{name} (a folder)" for name in kept if not files.entries and not prefix]
        folders[:] = kept if prefix.count("/") < MOST_DEPTH else []
        for name in sorted(names):
            path = Path(place, name)
            if _is_ignored(name):
                continue
            if path.is_symlink() or not stat.S_ISREG(path.lstat().st_mode):
                files.others.append(f"{prefix}{name} (a link, not a file)")
            else:
                files.entries.append(_plain(path, prefix + name))
        if len(files.entries) > MOST_ENTRIES:
            break
    files.entries.sort(key=lambda entry: not (".ipynb" in entry.base.lower() or entry.base.lower().endswith(".zip")))
    del files.entries[MOST_FILES:]


def _is_ignored(name: str) -> bool:
    return name in IGNORED or name.startswith(("._", ".~", "~$"))


def is_zip(entry: Entry) -> bool:
    """Whether a file is a zip: by its name, or a would-be notebook by its first bytes."""
    if entry.base.lower().endswith(".zip"):
        return True
    try:
        return ".ipynb" in entry.base.lower() and entry.size <= MOST_BYTES and entry.read()[:4] == b"PK\x03\x04"
    except FAILURES:
        return False


def _look_into(entry: Entry, files: Files, depth: int) -> None:
    if depth > 2:
        files.problems.append(f"{entry.name} is a zip in a zip in a zip")
        return
    try:
        if entry.size > (MOST_BYTES if depth == 1 else MOST_NESTED):
            raise zipfile.BadZipFile("it is too large")
        archive = zipfile.ZipFile(io.BytesIO(entry.read()))
        members = [member for member in archive.infolist() if not member.is_dir() and _inner(member).strip("./")]
    except FAILURES as error:
        files.problems.append(f"{entry.name} is not a readable zip file ({str(error)[:60]})")
        return
    members = [member for member in members if not _is_passed_over(member)]
    problem = _refusal(members)
    if problem:
        files.problems.append(f"{entry.name} {problem}")
        return
    for member in sorted(members, key=lambda member: _inner(member).count("/"))[:MOST_FILES]:
        inside = Entry(f"{entry.name}/{_inner(member)}", member.file_size, _reader(archive, member))
        files.entries.append(inside)
        if is_zip(inside):
            _look_into(inside, files, depth + 1)


def _reader(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        with archive.open(member) as opened:
            return opened.read(member.file_size)

    return read


def _inner(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/")


def _is_passed_over(member: zipfile.ZipInfo) -> bool:
    parts = _inner(member).split("/")
    link = stat.S_ISLNK(member.external_attr >> 16)
    return link or any(_is_ignored(part) or part in PACKAGES for part in parts) or len(parts) > MOST_DEPTH + 1


def _refusal(members: list[zipfile.ZipInfo]) -> str:
    if len(members) > MOST_ENTRIES:
        return f"holds {len(members):,} files, and at most {MOST_ENTRIES:,} are read"
    if sum(member.file_size for member in members) > MOST_BYTES:
        return f"unpacks to more than {MOST_BYTES >> 20} MB"
    for member in members:
        parts = _inner(member).split("/")
        if not parts[0] or ".." in parts or ":" in parts[0] or "\0" in member.filename:
            return f"contains a file whose path leads out of it ({member.filename[:60]!r})"
        if member.flag_bits & 1:
            return "is protected with a password"
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            return "is compressed in a way that is not read: make an ordinary zip file"
    return ""
