"""Locks between several graders of one course, which the operating system releases when a process ends."""

from pathlib import Path

from filelock import FileLock

from grader.course import Course


def submission(course: Course, assignment: str, student: str) -> FileLock:
    """Return the lock to hold while judging a submission."""
    return _lock(course.root / "reports" / assignment / "locks" / f"{student}.lock")


def gradebook(course: Course) -> FileLock:
    """Return the lock to hold while creating the gradebook, or entering an assignment into it."""
    return _lock(course.root / "reports" / "gradebook.lock")


def hand_back(course: Course, assignment: str) -> FileLock:
    """Return the lock to hold while handing back an assignment."""
    return _lock(course.root / "reports" / assignment / "handing-back.lock")


def collecting(course: Course, assignment: str) -> FileLock:
    """Return the lock to hold while collecting an assignment."""
    return _lock(course.root / "reports" / assignment / "collecting.lock")


def _lock(path: Path) -> FileLock:
    path.parent.mkdir(parents=True, exist_ok=True)
    return FileLock(path)
