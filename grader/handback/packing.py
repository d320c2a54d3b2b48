"""Zip files for a learning platform: the same bytes for the same content, never in place of another's file."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from grader.errors import CourseError
from grader.storage import atomic

OURS = b"feedback, written by grader hand-back"
MOST_ENTRIES = 50_000
MOST_BYTES = 512 * 2**20  # of all files of a platform's zip that are read
EPOCH = (1980, 1, 1, 0, 0, 0)
PLAIN, FOLDER = 0o100644 << 16, 0o40755 << 16 | 0x10
UNREADABLE = (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError)


def write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a zip in one step; a name that ends with / is a folder's.

    Raises:
        CourseError: there is a file that is not one of ours, or it cannot be written.
    """
    if path.exists() and not _is_ours(path):
        raise CourseError(path, "this file exists, and hand-back did not write it", "Name another file.")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.comment = OURS
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3
            entry.external_attr = FOLDER if name.endswith("/") else PLAIN
            entry.compress_type = zipfile.ZIP_STORED if name.endswith("/") else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    try:
        atomic.write_bytes(path, packed.getvalue())
    except OSError as error:
        raise CourseError(path, f"it cannot be written ({error.strerror})", "Name another file.") from error


def read_names(path: Path) -> list[str]:
    """Return the names in a platform's zip, those of folders with a / at their end.

    Raises:
        CourseError: it cannot be read, or has too many.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except UNREADABLE as error:
        raise CourseError(path, f"not a zip that can be read ({error})", "Download it again.") from error
    if len(names) > MOST_ENTRIES:
        raise CourseError(path, f"it has {len(names):,} entries", "Is this the platform's own download?")
    return names


def read_file(path: Path, name: str, most: int = MOST_BYTES) -> bytes | None:
    """Return a file of a zip; None where it cannot be read or is larger than ``most`` bytes."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as file:
            content = file.read(most + 1)
    except (*UNREADABLE, KeyError):
        return None
    return content if len(content) <= most else None


def _is_ours(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.comment == OURS
    except UNREADABLE:
        return False
