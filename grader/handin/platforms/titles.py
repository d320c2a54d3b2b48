"""Whether a title, of a download or of an assignment on a platform, is that of another assignment."""

import re

from grader.errors import CourseError
from grader.text import one_line

NUMBERED = re.compile(r"([^\W\d_]+)[\s_.-]*0*(\d+)")
HOMEWORK = {"hw", "homework"}


def require_own(title: str, assignment: str, called: str) -> None:
    """Refuse what names another assignment, "ADL-HW2-1234" for hw3, and not this one.

    Only a title with the assignment's own letters and another number is taken for another's: a platform may call an
    assignment as it likes.

    Raises:
        CourseError: it does.
    """
    own = _numbered(assignment)
    if not own or own & (found := _numbered(title)):
        return
    kinds = {kind for kind, _ in own}
    if other := sorted(f"{kind} {number}" for kind, number in found if kind in kinds):
        what = f"it is of {one_line(title, 60)!r}, which is {other[0]}, not {assignment}"
        raise CourseError(called, what, f"Take the download of {assignment}, or collect this one as what it is.")


def _numbered(text: str) -> set[tuple[str, int]]:
    found = ((kind, int(number[:9])) for kind, number in NUMBERED.findall(text.casefold()))
    return {("hw" if kind in HOMEWORK else kind, number) for kind, number in found}
