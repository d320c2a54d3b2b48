"""What a course's folder, an assignment and a student may be called: nothing that another program would misread."""

import os
import re
from pathlib import Path

from grader.errors import CourseError

ASSIGNMENT = re.compile(r"\w(?:[\w .,()-]*[\w)])?")
LONGEST = 100  # bytes of an assignment's name; the gradebook keeps 128 characters, a file's name 255 bytes
LONGEST_STUDENT = 200  # bytes; a result file's name is longer, and a file's may have 255
MARKUP = set('<>"`')  # nbgrader's pages show names as they are
MISREAD = (
    (re.compile(r"[*?\[]"), "a pattern"),
    (re.compile(r"%[0-9A-Fa-f]{2}"), "an encoded character"),
    (re.compile(r"\$[\w{]"), "a variable"),
)


def require_folder(root: Path) -> None:
    """Refuse a course whose path nbgrader would take for something else.

    Raises:
        CourseError: it holds such a sign.
    """
    path, remedy = str(root), "Rename that folder, or move the course."
    if not path.isprintable():
        raise CourseError(one_line(path), "a course cannot be in a folder whose name is not plain text", remedy)
    for signs, meaning in MISREAD:
        if found := signs.search(path):
            what = f"a course cannot be here: nbgrader would interpret {found[0]!r} in the path as {meaning}"
            raise CourseError(path, what, remedy)


def require_assignment(name: str) -> None:
    """Refuse a name that nbgrader cannot use for an assignment.

    Raises:
        CourseError: it is no such name.
    """
    if not usable_assignment(name):
        remedy = "Use letters, digits, '_' and '-', inside also spaces, dots, commas and brackets; at most 100 bytes."
        raise CourseError(repr(name), "nbgrader cannot use this name for an assignment", remedy)


def usable_assignment(name: str) -> bool:
    """Whether nbgrader can use a name for an assignment."""
    return ASSIGNMENT.fullmatch(name) is not None and len(name.encode("utf-8", "replace")) <= LONGEST


def misnamed(student: str, called: str = "the folder's name") -> str | None:
    """Return why a name is unusable as a student id in gradebook, files and pages; None if it is usable.

    Args:
        student: the name.
        called: what it is the name of, as the reason calls it.
    """
    if not student.isprintable():
        return f"{called} is not plain text on one line"
    if student.startswith("."):
        return f"{called} begins with a dot, like those of hidden folders"
    if student != student.strip():
        return f"{called} begins or ends with a space"
    if "/" in student:
        return f"{called} contains /, which separates folders"
    if signs := " ".join(sorted(MARKUP & set(student))):
        return f"{called} contains {signs}, which the formgrader's pages would render as HTML"
    if len(os.fsencode(student)) > LONGEST_STUDENT:
        return f"{called} is longer than {LONGEST_STUDENT} bytes"
    return None


def one_line(text: str) -> str:
    """Return the text on one line, its control characters as Python writes them."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)
