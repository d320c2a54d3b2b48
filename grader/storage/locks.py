"""What keeps two graders of one course apart: locks that the operating system takes away with the process."""

from pathlib import Path

from filelock import FileLock

from grader.course import Course


def submission(course: Course, assignment: str, student: str) -> FileLock:
    """Held by whoever judges a submission."""
    return _lock(course.root / "reports" / assignment / "locks" / f"{student}.lock")


def gradebook(course: Course) -> FileLock:
    """Held by whoever makes the gradebook, or makes an assignment known to it."""
    return _lock(course.root / "reports" / "gradebook.lock")


def _lock(path: Path) -> FileLock:
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path)
