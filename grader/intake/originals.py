"""Decides whose a hard-linked file is: the notebook in its proper place, which others linked into their submissions."""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from grader.confidential import Confidential
from grader.course import Course
from grader.errors import UnreadableSubmission
from grader.files.tree import READ, Tree, files, key
from grader.intake.listing import MAX_BYTES
from grader.sandbox.transfer import copy
from grader.storage import scratch

MOST_FILES = 2000  # that are copied beside such a notebook


def original(course: Course, handed_in: Path, notebooks: Collection[str]) -> str | None:
    """Return the notebook at the top of a submission that is this student's, though it has names in other submissions.

    It is where all these names lie in other students' work, and none of them is that of a notebook to be handed in.
    """
    if not handed_in.is_dir():
        return None
    own = handed_in.resolve()
    rooms = Confidential.of(course.config).of_students
    for name in notebooks:
        try:
            seen = os.lstat(own / name)
        except OSError:
            continue
        found = [Path(path) for room in rooms for path, other in files(room) if key(other) == key(seen)]
        others = [path for path in found if not path.is_relative_to(own)]
        if others and len(found) == seen.st_nlink and not any(path.name in notebooks for path in others):
            return name
    return None


@contextmanager
def own_copy(handed_in: Path, notebook: str) -> Iterator[Path]:
    """Give a submission's plain files in a folder of their own, its notebook among them, whatever other names that has.

    Raises:
        UnreadableSubmission: the notebook can no longer be read.
    """
    tree = Tree(handed_in)
    with scratch.folder("single") as folder:
        target, left = Path(folder, handed_in.name), MAX_BYTES
        for path, seen in islice(files(handed_in), MOST_FILES):
            name = os.path.relpath(path, handed_in)
            if seen.st_size > left:
                continue
            left -= seen.st_size
            place = target / name
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                opened = os.fdopen(os.open(path, READ), "rb") if name == notebook else tree.open(name)
                with opened as source, place.open("wb") as written:
                    copy(source, seen.st_size, written.write)
            except OSError as error:
                if name == notebook:
                    raise UnreadableSubmission(handed_in, f"it cannot be read ({error.strerror})") from error
        yield target
