"""A student's submitted folder: whether its files are the student's own."""

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from grader.confidential import Confidential
from grader.course import Course
from grader.errors import UnreadableSubmission
from grader.files.tree import Key, Tree, files, key
from grader.intake.listing import MAX_BYTES
from grader.sandbox.transfer import copy
from grader.storage import scratch

MOUNTS = "/proc/self/mountinfo"


def borrowed(course: Course, handed_in: Path, original: str | None = None) -> str | None:
    """Return which part of a submission is a link or mount of something else; None if all of it is the student's own.

    Args:
        course: the course: its files, and all students' work, are searched for the other name.
        handed_in: a folder, or one file: then what lies beside it is the student's own too.
        original: a file of the folder that is known to be the student's, whatever other names it has.
    """
    for place in (handed_in, handed_in.parent):
        if place.is_symlink():
            return f"{place.name} is a symbolic link, not a file or a folder"
    if handed_in.is_dir():
        own = Tree(handed_in)
        if mounted := _mounted(handed_in):
            return f"{mounted} is a mount point of a folder elsewhere"
        shared = {found: name for found, name in own.borrowed().items() if name != original}
    else:
        own = Tree(handed_in.parent)
        beside = [path for path in (handed_in, handed_in.with_name("timestamp.txt")) if path.is_file()]
        shared = {key(path.lstat()): path.name for path in beside if not own.owns(path.lstat())}
    return _description(course, own.top.resolve(), shared) if shared else None


@contextmanager
def single(handed_in: Path) -> Iterator[Path]:
    """Yield what was submitted: a folder itself, or a copy of a single file, which cannot be replaced meanwhile.

    Raises:
        UnreadableSubmission: it can no longer be read.
    """
    if handed_in.is_dir():
        yield handed_in
        return
    with scratch.folder("single") as folder:
        own = Path(folder, handed_in.name)
        try:
            with Tree(handed_in.parent).open(handed_in.name) as source, own.open("wb") as target:
                size = os.fstat(source.fileno()).st_size
                copy(source, min(size, MAX_BYTES), target.write)
                target.truncate(size)  # of a file that is too large, only the size matters
        except OSError as error:
            raise UnreadableSubmission(handed_in, f"it cannot be read ({error.strerror})") from error
        yield own


def _description(course: Course, own: Path, shared: dict[Key, str]) -> str:
    """Describe the files that have hard links elsewhere, as far as the course holds them."""
    confidential = Confidential.of(course.config)
    of_course = [place for place in confidential.hidden if place not in confidential.of_students]
    for place in (
        *of_course,
        *confidential.of_students,
        course.root.resolve(),
    ):  # most telling names first
        for path, seen in files(place):
            if key(seen) in shared and not Path(path).is_relative_to(own):
                return f"{shared[key(seen)]} is a hard link to {_called(Path(path), confidential)}"
    name = min(shared.values())
    remedy = f"to make a separate file of it: cp {shlex.quote(name)} copy && mv copy {shlex.quote(name)}"
    return f"{name} is a hard link to a file outside what was handed in; {remedy}"


def _called(path: Path, confidential: Confidential) -> str:
    """Return a file's path, without naming another student."""
    root = confidential.root
    for room in confidential.of_students:
        if path.is_relative_to(room):
            return f"a file in {_below(room, root)}, where students' work lies"
    return str(_below(path, root))


def _below(path: Path, root: Path | None) -> Path:
    return path.relative_to(root) if root and path.is_relative_to(root) else path


def _mounted(folder: Path) -> str | None:
    """Return a mount point below a folder, if there is any."""
    top = os.path.realpath(folder)
    with suppress(OSError), open(MOUNTS, encoding="utf-8", errors="surrogateescape") as mounts:
        for line in mounts:
            place = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), line.split(" ")[4])
            if place.startswith(f"{top}/"):
                return os.path.relpath(place, top)
    return None
