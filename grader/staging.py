"""Lays out what a student handed in as nbgrader wants it: one clean notebook of the right name, and its files."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import nbformat

from grader.archive import listed
from grader.candidates import Candidate, choose
from grader.errors import UnreadableSubmission
from grader.listing import UNREADABLE, File

LIGHT = 16 * 2**20  # bytes of a submission that are read in this process
MEMORY = 4 * 2**30  # bytes that reading a heavier one may take, in a process of its own
SECONDS = 120
MAX_FILE = 100 * 2**20
REMEDY = "Ask for the .ipynb file as JupyterLab saves it."


def stage(path: Path, name: str, released: Path | None, target: Path, *, alone: bool = True) -> list[str]:
    """Write the notebook of a submission and the files beside it into a folder; what was mended, a line each.

    The submission itself is only read. Links, devices and files that lead out of it stay behind.

    Args:
        path: what was handed in: a folder, a zip or a notebook.
        name: what the notebook is to be called.
        released: the notebook as students received it, if there is one.
        target: an existing folder.
        alone: whether the assignment has this one notebook; among several, each is known by its name only.

    Raises:
        UnreadableSubmission: there is no one notebook in it that can be read; ``what`` says why.
    """
    try:
        weight = _weight(path)
    except OSError as error:
        raise UnreadableSubmission(path, f"it cannot be read ({error.strerror})", REMEDY) from error
    if weight <= LIGHT:
        return _stage(path, name, released, target, alone)
    order = [str(path), name, str(released or ""), str(target), str(alone), str(MEMORY)]
    command = [sys.executable, "-m", "grader.staging", *order]
    try:
        done = subprocess.run(command, capture_output=True, timeout=5 * SECONDS, check=False)
        said = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        what = f"it takes more than {MEMORY / 2**30:.1f} GB of memory or {SECONDS} seconds of computing to read"
        raise UnreadableSubmission(path, what, REMEDY) from None
    if "reason" in said:
        raise UnreadableSubmission(path, said["reason"], REMEDY)
    return list(said["notes"])


def _weight(path: Path) -> int:
    """The bytes of a submission, unpacked as far as its zips say."""
    with listed(path) as listing:
        return sum(file.size for file in listing.files)


def _stage(path: Path, name: str, released: Path | None, target: Path, alone: bool) -> list[str]:
    known = nbformat.read(released, as_version=4) if released else None
    try:
        with listed(path) as listing:
            if not alone:
                listing.files = [file for file in listing.files if file.name == name or ".ipynb" not in file.base]
            chosen, notes = choose(listing, path.name if _direct(path) else name, known)
            nbformat.write(chosen.notebook, target / name)
            notes += [note for file in listing.files if (note := _copy(file, chosen, target))]
    except UnreadableSubmission as error:
        raise UnreadableSubmission(path, error.what, error.remedy) from None
    except OSError as error:
        raise UnreadableSubmission(path, f"it cannot be read ({error.strerror})") from error
    return notes


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
        return f"{file.name[:100]!r} is not taken for the time of handing in, and was left out."
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
            shutil.copyfileobj(source, copy)
    except UNREADABLE:
        return f"The file {inner[:100]!r} could not be read, and was left out."
    return ""


def main() -> None:
    """Stage one submission within limits of memory and time; the notes, or the reason, as JSON on stdout."""
    import resource

    path, name, released, target, alone, memory = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        notes = _stage(Path(path), name, Path(released) if released else None, Path(target), alone == "True")
        print(json.dumps({"notes": notes}))
    except UnreadableSubmission as error:
        print(json.dumps({"reason": error.what}))


if __name__ == "__main__":
    main()
