"""Digests of what a result depends on: they tell whether a submission has been judged as it is now."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grader import results
from grader.course import CONFIG, Course
from grader.files.tree import Tree
from grader.form.script import NAME as FORM
from grader.intake import content
from grader.intake.submissions import place

ROOMS = ("tests", "release", "source")  # what judging reads of a course, beside its settings


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Digests of one submission as it is now.

    Attributes:
        content: of all that was handed in.
        inputs: of all that its result depends on.
        shared: of the part of that which is the same for all submissions, as `course_digest` returns it.
    """

    content: str
    inputs: str
    shared: str


def course_digest(course: Course, assignment: str) -> str:
    """Return a digest of what the results of an assignment depend on beside the submissions.

    That is the hidden tests, the release, the settings, and the files that the master is given to students with. The
    master itself counts once it is released.
    """
    parts = [hashlib.sha256((course.root / CONFIG).read_bytes()).hexdigest()]
    for room in ROOMS:
        found = content.read(course.root / room / assignment, _of_master if room == "source" else _not_compiled)
        parts += [room, found.digest, found.unread]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


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
    shared = shared or course_digest(course, assignment)
    parts = [shared, found.digest, found.unread, str(place_in_course)]
    total = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape"))
    with suppress(OSError), Tree(folder).open(content.TIME) as time:
        total.update(time.read(content.BEGINNING))
    return Fingerprint(found.digest, total.hexdigest(), shared)


def is_current(course: Course, assignment: str, student: str, now: Fingerprint | None = None) -> bool:
    """Whether a submission has been judged as it is now, by the hidden tests as they are now."""
    path = course.result_file(assignment, student)
    try:
        result = results.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return result.inputs == (now or fingerprint(course, assignment, student)).inputs


def _not_compiled(file: Path) -> bool:
    return file.suffix != ".pyc" and file.name != FORM  # which says nothing of how work is judged


def _of_master(file: Path) -> bool:
    return _not_compiled(file) and file.suffix != ".ipynb"
