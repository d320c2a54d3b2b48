"""What was handed in: by whom, whether it can be read, and whether it has been judged as it is now."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from grader import results, scratch, times
from grader.content import plain_files
from grader.course import CONFIG, Course
from grader.errors import UnreadableSubmission
from grader.folders import borrowed, single
from grader.listing import MAX_BYTES
from grader.locations import Location, locate, locate_one
from grader.originals import original, own_copy
from grader.staging import stage
from grader.tree import Tree

MOST_FILES = 100_000  # of a folder that a digest knows of: more are never looked at
MOST_BYTES = 2**30  # of a folder that a digest reads: a few bytes on disk may stand for terabytes of zeros
ROOMS = ("tests", "release", "source")  # what judging reads of a course, beside its settings


def students(course: Course, assignment: str) -> list[str]:
    """Everyone who handed in something for an assignment that can be graded."""
    return sorted(places(course, assignment))


def places(course: Course, assignment: str) -> dict[str, Path]:
    """What is graded of each student: the folder of the assignment, or a folder, a notebook or a zip in its stead."""
    found = locate(course, assignment).students
    return {student: location.path for student, location in found.items() if location.path is not None}


def misplaced(course: Course, assignment: str) -> dict[str, str]:
    """What was handed in and can only be graded once a person has moved it, by student or else by name."""
    found = locate(course, assignment)
    lost = {student: " ".join(at.told) for student, at in found.students.items() if at.path is None}
    return {**found.strays, **lost}


def place(course: Course, assignment: str, student: str) -> Location:
    """Where what is graded of a student lies, and what is to be told of it; a folder that is missing if nowhere."""
    location = locate_one(course, assignment, student)
    if location is None or location.path is None:
        return Location(course.root / "submitted" / student / assignment)
    return location


@contextmanager
def staged(course: Course, assignment: str, student: str) -> Iterator[Course]:
    """The course with a clean copy of one submission in place of submitted/, which stays as it is.

    Raises:
        UnreadableSubmission: what was handed in cannot be read as the assignment's notebook; ``what`` says why.
    """
    names = [path.name for path in course.notebooks(assignment)]
    location = place(course, assignment, student)
    handed_in = location.path or course.root
    mine = original(course, handed_in, names)
    if reason := borrowed(course, handed_in, mine):
        raise UnreadableSubmission(handed_in, reason, "Ask for the files themselves.")
    with scratch.folder("staged") as folder, own_copy(handed_in, mine) if mine else single(handed_in) as read:
        target = Path(folder, student, assignment)
        target.mkdir(parents=True)
        notes = list(location.told)
        for name in names:
            released = course.root / "release" / assignment / name
            told = stage(read, name, released if released.is_file() else None, target, alone=len(names) == 1)
            notes += [note for note in told if note not in notes]
        _take_time(handed_in, target)
        notes += times.settle(target / "timestamp.txt", course.time_zone)
        prepared = Course(course.root)
        prepared.config.merge(course.config)
        prepared.config.CourseDirectory.submitted_directory = folder
        prepared.config.SubmissionExporter.staged = notes
        yield prepared


def is_current(course: Course, assignment: str, student: str) -> bool:
    """Whether a submission has been judged as it is now, by the hidden tests as they are now."""
    path = course.result_file(assignment, student)
    try:
        result = results.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return result.inputs == digest(course, assignment, student)


def digest(course: Course, assignment: str, student: str) -> str:
    """A digest of all that a result depends on: the submission, the hidden tests, the release, the settings, the files
    that the master is given to students with. The master itself counts once it is released.
    """
    total = hashlib.sha256((course.root / CONFIG).read_bytes())
    handed_in = place(course, assignment, student).path or course.root
    beside = [handed_in.with_name("timestamp.txt")] if handed_in.is_file() else []
    for folder in (handed_in, *beside, *(course.root / room / assignment for room in ROOMS)):
        left = MOST_BYTES
        for path in sorted(islice(_files(folder), MOST_FILES)):
            if folder.parent.name != "source" or path.suffix != ".ipynb":
                total.update(os.fsencode(path.relative_to(course.root)))
                seen = path.stat()
                total.update(_content(path, seen, whole=seen.st_size <= min(left, MAX_BYTES)))
                left -= seen.st_size
    return total.hexdigest()


def _take_time(handed_in: Path, target: Path) -> None:
    """Copy the time of handing in that lies beside a file in the student's own folder."""
    if handed_in.is_file():
        with suppress(OSError), Tree(handed_in.parent).open("timestamp.txt") as source:
            (target / "timestamp.txt").write_bytes(source.read(times.LONGEST + 1))


def _files(folder: Path) -> Iterator[Path]:
    """Every plain file below a folder, or the one file, but for what Python compiled."""
    return (path for path in plain_files(folder) if path.suffix != ".pyc")


def _content(path: Path, seen: os.stat_result, whole: bool) -> bytes:
    """A digest of a file: of its bytes if these are few enough to be read in grading, else of its size and time."""
    with suppress(OSError):  # one that nobody may read
        if whole:
            with open(path, "rb") as file:
                return hashlib.file_digest(file, "sha256").digest()
    return f"{seen.st_size} {seen.st_mtime_ns}".encode()
