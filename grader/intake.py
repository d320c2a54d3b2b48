"""What was handed in: by whom, whether it can be read, and whether it has been judged as it is now."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.utils import parse_utc

from grader import results
from grader.course import CONFIG, Course
from grader.staging import stage


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
    with tempfile.TemporaryDirectory(prefix="grader-staged-") as folder:
        target = Path(folder, student, assignment)
        target.mkdir(parents=True)
        notes: list[str] = []
        for name in names:
            released = course.root / "release" / assignment / name
            told = stage(handed_in, name, released if released.is_file() else None, target, alone=len(names) == 1)
            notes += [note for note in told if note not in notes]
        notes += _without_false_time(target / "timestamp.txt")
        prepared = Course(course.root)
        prepared.config.merge(course.config)
        prepared.config.CourseDirectory.submitted_directory = folder
        prepared.config.SubmissionExporter.staged = notes
        yield prepared


def _without_false_time(path: Path) -> list[str]:
    """Remove a time of handing in that cannot be read, which would keep nbgrader from grading."""
    try:
        if not path.is_file() or parse_utc(path.read_text(encoding="utf-8").strip() or "nothing"):
            return []
    except (ValueError, OverflowError):
        path.unlink()
    return ["The time of handing in could not be read from timestamp.txt."]


def is_current(course: Course, assignment: str, student: str) -> bool:
    """Whether a submission has been judged as it is now, by the hidden tests as they are now."""
    path = course.result_file(assignment, student)
    try:
        result = results.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return result.inputs == digest(course, assignment, student)


def digest(course: Course, assignment: str, student: str) -> str:
    """A digest of all that a result depends on: the submission, the hidden tests, the release, the settings."""
    folders = (Path("submitted", student, assignment), Path("tests", assignment), Path("release", assignment))
    total = hashlib.sha256((course.root / CONFIG).read_bytes())
    for folder in folders:
        for path in sorted((course.root / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and path.suffix != ".pyc":
                total.update(str(path.relative_to(course.root)).encode("utf-8", "surrogateescape"))
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
