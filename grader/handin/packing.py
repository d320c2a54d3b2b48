"""A folder made one zip, always the same for the same files, so that it can be kept and read as a download is."""

import io
import os
import stat
import zipfile
from pathlib import Path
from typing import IO

from grader.errors import CourseError
from grader.handin.clone import git_folder
from grader.handin.given import Given
from grader.handin.pack_clone import pack_clone
from grader.handin.platforms.layouts import CLONES, EXCHANGE, INBOUND, MANIFEST
from grader.handin.platforms.manifest import Manifest, write_manifest
from grader.intake.archive import walk
from grader.intake.listing import MAX_BYTES, UNREADABLE, File, Listing, ignored
from grader.text import one_line

MOST = 2 * 2**30  # bytes of an archive in memory
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name
WHERE = "Give the folder that the students' folders are in."


def pack(folder: Path, given: Given) -> bytes:
    """Return a folder as a zip: sorted, without dates, nothing compressed, links left out and told in its manifest.

    Of git clones, the files of those commits are packed that may count. Of an exchange's folder, the hand-ins of the
    assignment.

    Raises:
        CourseError: it cannot be read, is a single clone, or holds too much.
    """
    target = _Limited()
    write_pack(folder, given, target)
    return target.getvalue()


def write_pack(folder: Path, given: Given, target: IO[bytes]) -> None:
    """Write a folder as a zip, see `pack`; the target may be a file, which holds as much as it will.

    Raises:
        CourseError: it cannot be read, or is a single clone.
    """
    manifest = Manifest()
    try:
        if git_folder(folder):
            raise CourseError(folder, "it is a git clone itself", WHERE)
        inbound = folder / INBOUND
        entries = _entries(inbound if inbound.is_dir() and not inbound.is_symlink() else folder, given)
    except OSError as error:
        raise CourseError(folder, f"it cannot be read ({error.strerror})", WHERE) from error
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            name = _written(entry.name)
            mode = entry.stat(follow_symlinks=False).st_mode
            git = git_folder(Path(entry.path)) if stat.S_ISDIR(mode) else None
            if git is not None:
                manifest.clones[name] = pack_clone(git, given, name, lambda path, content: _put(archive, path, content))
            elif stat.S_ISDIR(mode):
                listing = Listing()
                _walk(Path(entry.path), name, listing)
                _add(archive, listing, f"{name}/", name, manifest)
            elif stat.S_ISREG(mode):
                size = entry.stat(follow_symlinks=False).st_size
                file = File(name, size, lambda entry=entry: _plain(entry.path))  # type: ignore[misc]
                _add(archive, Listing([file]), "", "", manifest)
            else:
                kind = "a link" if stat.S_ISLNK(mode) else "no regular file"
                manifest.notes.setdefault("", []).append(f"{one_line(name, 100)!r} is {kind}; it was left out.")
        if manifest.notes or manifest.clones:
            _put(archive, CLONES if manifest.clones else MANIFEST, write_manifest(manifest))


def _entries(folder: Path, given: Given) -> list[os.DirEntry[str]]:
    """Return what lies right in a folder; of an exchange's, the hand-ins of the assignment if there are any."""
    with os.scandir(folder) as found:
        entries = sorted((entry for entry in found if not ignored(entry.name)), key=lambda entry: entry.name)
    named = [(entry, EXCHANGE.fullmatch(entry.name)) for entry in entries]
    own = [entry for entry, parted in named if parted and parted["assignment"] == given.assignment]
    return own or entries


def _walk(folder: Path, name: str, listing: Listing) -> None:
    try:
        walk(folder, listing)
    except OSError as error:
        listing.leave_out(f"the folder {one_line(name, 60)!r} could not be opened ({error.strerror})")


def _add(archive: zipfile.ZipFile, listing: Listing, prefix: str, folder: str, manifest: Manifest) -> None:
    """Add the files of a listing, and say what is left out."""
    said = [
        f"{one_line(name, 100)!r} is {kind}; it was left out."
        for name, kind in listing.others.items()
        if kind != "a folder"
    ]
    for file in sorted(listing.files, key=lambda file: file.name):
        if file.size > MAX_BYTES:
            said.append(f"{one_line(file.name, 100)!r} has more than {MAX_BYTES >> 20} MB; it was left out.")
            continue
        try:
            content = bytes(file.read())
        except UNREADABLE as error:
            why = getattr(error, "strerror", None) or type(error).__name__
            said.append(f"{one_line(file.name, 100)!r} could not be read ({why}); it was left out.")
        else:
            _put(archive, prefix + _written(file.name), content)
    if listing.cut:
        said.append(f"{listing.cut[0].upper()}{listing.cut[1:]}.")
    if said:
        manifest.notes.setdefault(folder, []).extend(said)


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.create_system, info.external_attr = 3, (stat.S_IFREG | 0o644) << 16
    archive.writestr(info, content)


def _plain(path: str) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb")


def _written(name: str) -> str:
    """Return a name as UTF-8 can have it."""
    return os.fsencode(name).decode("utf-8", "replace")


class _Limited(io.BytesIO):
    """An archive in memory that does not grow without end."""

    def write(self, data: "bytes | bytearray | memoryview", /) -> int:  # type: ignore[override]
        """Write as a file does.

        Raises:
            CourseError: it would be too large.
        """
        if self.tell() + len(data) > MOST:
            raise CourseError("folder", f"it holds more than {MOST >> 30} GB", "Give it in parts.")
        return super().write(data)
