"""Digests of what a result depends on: they tell whether a submission has been judged as it is now."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from grader import results
from grader.course import CONFIG, Course
from grader.files.tree import Tree
from grader.intake import content
from grader.intake.submissions import place

ROOMS = ("tests", "release", "source")  # what judging reads of a course, beside its settings


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Digests of one submission as it is now.

    Attributes:
        content: of all that was handed in.
        inputs: of all that its result depends on.
    """

    content: str
    inputs: str


def course_digest(course: Course, assignment: str) -> str:
    """Return a digest of what the results of an assignment depend on beside the submissions.

    That is the hidden tests, the release, the settings, and the files that the master is given to students with. The
    master itself counts once it is released.
    """
    total = hashlib.sha256((course.root / CONFIG).read_bytes())
    for room in ROOMS:
        folder = course.root / room / assignment
        files = (path for path in _files(folder) if room != "source" or path.suffix != ".ipynb")
        for path in sorted(islice(files, content.MOST_FILES)):
            total.update(os.fsencode(path.relative_to(course.root)) + path.read_bytes())
    return total.hexdigest()


def fingerprint(course: Course, assignment: str, student: str, shared: str | None = None) -> Fingerprint:
    """Read a submission once, and return its digests.

    Args:
        course: the course.
        assignment: the assignment.
        student: whose submission.
        shared: what `course_digest` returned, if that is known.
    """
    handed_in = place(course, assignment, student).path or course.root
    found = content.read(handed_in)
    folder = handed_in.parent if handed_in.is_file() else handed_in
    place_in_course = handed_in.relative_to(course.root) if handed_in.is_relative_to(course.root) else handed_in
    parts = [shared or course_digest(course, assignment), found.digest, found.unread, str(place_in_course)]
    total = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape"))
    with suppress(OSError), Tree(folder).open(content.TIME) as time:
        total.update(time.read(content.BEGINNING))
    return Fingerprint(found.digest, total.hexdigest())


def is_current(course: Course, assignment: str, student: str, now: Fingerprint | None = None) -> bool:
    """Whether a submission has been judged as it is now, by the hidden tests as they are now."""
    path = course.result_file(assignment, student)
    try:
        result = results.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return result.inputs == (now or fingerprint(course, assignment, student)).inputs


def _files(folder: Path) -> Iterator[Path]:
    """Every plain file below a folder, but for what Python compiled."""
    return (path for path in content.plain_files(folder) if path.suffix != ".pyc")
