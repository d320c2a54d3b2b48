"""The folder that a student handed in: whether its name can be used, and whether what lies in it is its own."""

import os
from collections.abc import Iterator
from pathlib import Path

from grader.course import CONFIG, SECRET, Course

LONGEST = 200  # bytes; a result file's name is longer, and a file's may have 255
ROOMS = ("source", "solutions", "tests")  # what students may not have; among submissions nobody knows whose is whose
MARKUP = set('<>"`')  # nbgrader's pages show names as they are
MAX_LOOKED_AT = 100_000  # more than are ever read; files of one submission


def misnamed(student: str) -> str | None:
    """Why a folder's name cannot stand for a student in gradebook, files and pages; None if it can."""
    if not student.isprintable():
        return "the folder's name is no plain text on one line"
    if student.startswith("."):
        return "the folder's name begins with a dot, as those of hidden folders do"
    if student != student.strip():
        return "the folder's name begins or ends with a space"
    if signs := " ".join(sorted(MARKUP & set(student))):
        return f"the folder's name holds {signs}, which the formgrader's pages would take for HTML"
    if len(os.fsencode(student)) > LONGEST:
        return f"the folder's name is longer than {LONGEST} bytes"
    return None


def borrowed(course: Course, folder: Path) -> str | None:
    """Which part of a submission is another name of something else; None if all of it is the student's own."""
    for place in (folder, folder.parent):
        if place.is_symlink():
            return f"the folder {place.name} is a link, not a folder"
    shared = {key: path for path, key, names in _files(folder) if names > 1}
    if not shared:
        return None
    rooms = [course.root / room for room in ROOMS]
    others = [(path, key) for room in rooms for path, key, names in _files(room) if names > 1]
    others += [
        (path, _key(path.stat())) for name in ("gradebook.db", CONFIG, SECRET) if (path := course.root / name).is_file()
    ]
    for path, key in others:
        if key in shared and not path.is_relative_to(folder):
            return f"{shared[key].name} is a link: another name of {path.relative_to(course.root)}"
    return None


def _files(folder: Path) -> Iterator[tuple[Path, tuple[int, int], int]]:
    """Each plain file below a folder, or the one file, what it is the name of, and how many names that has."""
    count = 0
    below = ((place, names) for place, _, names in os.walk(folder))
    for place, names in [(str(folder.parent), [folder.name])] if folder.is_file() else below:
        for name in names:
            path = Path(place, name)
            try:
                stat = path.lstat()
            except OSError:
                continue
            count += 1
            if count > MAX_LOOKED_AT:
                return
            yield path, _key(stat), stat.st_nlink


def _key(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_dev, stat.st_ino
