"""Lays out what a student handed in as nbgrader wants it: one clean notebook of the right name, and its files."""

import shutil
import zipfile
from pathlib import Path, PurePosixPath

import nbformat

from grader.errors import UnreadableSubmission
from grader.intake.archive import listed
from grader.intake.content import content
from grader.intake.listing import UNREADABLE, File
from grader.intake.select import Candidate, choose
from grader.process import limited
from grader.record import Record

READING = "it was read"
SECONDS = 300.0  # that reading may take where nothing else is done with the submission
MAX_FILE = 100 * 2**20
REMEDY = "Ask for the .ipynb file as JupyterLab saves it."


def stage(
    path: Path, name: str, released: Path | None, target: Path, *, alone: bool = True, known: Record | None = None
) -> Record:
    """Write the notebook of a submission and the files beside it into a folder; the record that the notebook carries.

    The submission itself is only read. Links, devices and files that lead out of it stay behind.

    Args:
        path: what was handed in: a folder, a zip or a notebook.
        name: what the notebook is to be called.
        released: the notebook as students received it, if there is one.
        target: an existing folder.
        alone: whether the assignment has this one notebook; among several, each is known by its name only.
        known: what is known of the submission already.

    Raises:
        UnreadableSubmission: there is no one notebook in it that can be read; ``what`` says why.
        LimitReached: reading it took too much.
    """
    return limited.run(READING, _stage, path, name, released, target, alone, known or Record(), seconds=SECONDS)


def _stage(path: Path, name: str, released: Path | None, target: Path, alone: bool, record: Record) -> Record:
    given = nbformat.read(released, as_version=4) if released else None
    try:
        with listed(path) as listing:
            if not alone:
                listing.files = [file for file in listing.files if file.name == name or ".ipynb" not in file.base]
            chosen, notes = choose(listing, path.name if _direct(path) else name, given)
            notes += [note for file in listing.files if (note := _copy(file, chosen, target))]
            record.notes += notes
            record.content = record.content or content(path)
            record.put(chosen.notebook)
            nbformat.write(chosen.notebook, target / name)
    except UnreadableSubmission as error:
        raise UnreadableSubmission(path, error.what, error.remedy) from None
    except OSError as error:
        raise UnreadableSubmission(path, f"it cannot be read ({error.strerror})") from error
    return record


def _direct(path: Path) -> bool:
    """Whether a path is a notebook itself: then it may have any name."""
    return path.is_file() and not zipfile.is_zipfile(path)


def _copy(file: File, chosen: Candidate, target: Path) -> str:
    """Copy one of the files that lie in the notebook's folder or below; why not, if that cannot be done."""
    base = chosen.file.folder
    inner = file.name.removeprefix(f"{base}/" if base else "")
    if file.name == "timestamp.txt":
        inner = file.name
    elif inner == "timestamp.txt":
        return f"{file.name[:100]!r} is not used as the submission time and was left out."
    elif file is chosen.file or (base and inner == file.name) or ".ipynb" in file.base or ".zip/" in inner:
        return ""
    parts = PurePosixPath(inner).parts
    if not parts or ".." in parts or parts[0].startswith("/"):
        return ""
    if file.size > MAX_FILE:
        return f"The file {inner[:100]!r} is too large, and was left out."
    place = target.joinpath(*parts)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with file.open() as source, place.open("xb") as copy:
            try:
                shutil.copyfileobj(source, copy)
            except UNREADABLE:
                place.unlink()
                raise
    except UNREADABLE:
        return f"The file {inner[:100]!r} could not be read, and was left out."
    return ""
