"""What was handed in: by whom, whether it can be read, and whether it has been judged as it is now."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from grader import results, scratch, times
from grader.archive import MAX_BYTES
from grader.course import CONFIG, Course
from grader.errors import UnreadableSubmission
from grader.folders import borrowed
from grader.staging import stage

ROOMS = ("tests", "release", "source")  # what judging reads of a course, beside its settings


def students(course: Course, assignment: str) -> list[str]:
    """Everyone who handed in a folder for an assignment."""
    return sorted(path.parent.name for path in (course.root / "submitted").glob(f"*/{assignment}") if path.is_dir())


@contextmanager
def staged(course: Course, assignment: str, student: str) -> Iterator[Course]:
    """The course with a clean copy of one submission in place of submitted/, which stays as it is.

    Raises:
        UnreadableSubmission: what was handed in cannot be read as the assignment's notebook; ``what`` says why.
    """
    names = [path.name for path in course.notebooks(assignment)]
    handed_in = course.root / "submitted" / student / assignment
    if reason := borrowed(course, handed_in):
        raise UnreadableSubmission(handed_in, reason, "Ask for the files themselves.")
    with scratch.folder("staged") as folder:
        target = Path(folder, student, assignment)
        target.mkdir(parents=True)
        notes: list[str] = []
        for name in names:
            released = course.root / "release" / assignment / name
            told = stage(handed_in, name, released if released.is_file() else None, target, alone=len(names) == 1)
            notes += [note for note in told if note not in notes]
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
    for folder in (Path("submitted", student, assignment), *(Path(room, assignment) for room in ROOMS)):
        for path in sorted(_files(course.root / folder)):
            if (folder.parts[0], path.suffix) != ("source", ".ipynb"):
                total.update(os.fsencode(path.relative_to(course.root)))
                total.update(_content(path))
    return total.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """Every plain file below a folder, as far down as a path can say, but for what Python compiled."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            with suppress(OSError):
                if path.suffix != ".pyc" and stat.S_ISREG(path.lstat().st_mode):
                    yield path


def _content(path: Path) -> bytes:
    """A digest of a file: of its bytes if they are few enough to be read in grading, else of its size and time."""
    seen = path.stat()
    if seen.st_size > MAX_BYTES:
        return f"{seen.st_size} {seen.st_mtime_ns}".encode()
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
