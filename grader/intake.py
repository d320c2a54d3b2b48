"""What was handed in: by whom, whether it can be read, and whether it has been judged as it is now."""

import hashlib
from pathlib import Path

from grader import results
from grader.course import CONFIG, Course, read_notebook
from grader.errors import CourseError


def students(course: Course, assignment: str) -> list[str]:
    """Everyone who handed in a folder for an assignment."""
    return sorted(path.parent.name for path in (course.root / "submitted").glob(f"*/{assignment}") if path.is_dir())


def unreadable(course: Course, assignment: str, student: str) -> str | None:
    """Why what a student handed in cannot be read as the assignment's notebook; None if it can."""
    for master in course.notebooks(assignment):
        reason = _unreadable(course.root / "submitted" / student / assignment / master.name)
        if reason is not None:
            return reason
    return None


def _unreadable(path: Path) -> str | None:
    name = path.name
    if path.is_symlink() or not path.is_file():
        others = sorted(other.name for other in path.parent.glob("*.ipynb"))
        what = "is a link, not a file" if path.is_symlink() else "was not handed in"
        return f"{name} {what}" + (f" (there is {', '.join(others[:3])})" if others and not path.is_symlink() else "")
    try:
        read_notebook(path)
    except CourseError as error:
        return f"{name} is {error.what}"
    return None


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
