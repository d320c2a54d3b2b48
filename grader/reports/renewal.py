"""Renews the feedback pages whose marks, comments or results are newer than they are."""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from grader.course import Course
from grader.late.course_penalties import read_penalties
from grader.late.feedback_exporter import late_of
from grader.marks import Marks
from grader.notebooks import read_notebook
from grader.pages.feedback_page import Late, Sources, handout, result_of, sources_of, unjudged_html, written
from grader.pipeline.notebook_marks import read_marks
from grader.storage import atomic
from grader.text import plain

_DIGEST = re.compile(rb'<meta name="marks" content="([0-9a-f]{64})">')
_HEAD = 1024  # bytes of a page that hold its digest


@dataclass(frozen=True, slots=True)
class Renewal:
    """How many pages were renewed, and a line for each that could not be."""

    renewed: int
    failures: tuple[str, ...]


def renew_pages(course: Course, assignment: str) -> Renewal:
    """Rewrite the pages of an assignment that differ from gradebook and results.

    Raises:
        CourseError: the gradebook cannot be read.
    """
    renewed, failures = 0, []
    handouts: dict[str, NotebookNode | None] = {}
    penalties = read_penalties(course, assignment)
    known: dict[str, dict[str, Marks]] = defaultdict(dict)  # by student and notebook
    pages = sorted(read_marks(course.database, assignment).items())
    for (student, notebook), marks in pages:
        known[student][notebook] = marks
    for (student, notebook), marks in pages:
        if notebook not in handouts:
            handouts[notebook] = handout(course, assignment, notebook)
        try:
            late = late_of(penalties, student, notebook, known[student])
            renewed += _renew(course, (assignment, student, notebook), marks, handouts[notebook], late)
        except Exception as error:  # an error in one page must not affect the others
            said = plain(f"{type(error).__name__}: {error}")[:300]
            remedy = f"Grade it again: grader grade {assignment} --force --student {plain(student)}"
            page = plain(page_of(course, assignment, student, notebook))
            failures.append(f"{page}: the page could not be renewed ({said}). {remedy}")
    return Renewal(renewed, tuple(failures))


def page_of(course: Course, assignment: str, student: str, notebook: str) -> Path:
    """Return where the feedback page of a student's notebook lies."""
    return course.folder("feedback", student, assignment) / f"{notebook}.html"


def _renew(
    course: Course, which: tuple[str, str, str], marks: Marks, released: NotebookNode | None, late: Late | None
) -> bool:
    """Write one page anew if it has to be; a submission that has never been graded has none."""
    assignment, student, notebook = which
    page = page_of(course, assignment, student, notebook)
    graded = course.folder("autograded", student, assignment) / f"{notebook}.ipynb"
    result = result_of(course, assignment, student)
    if result is None and course.hidden(assignment) is not None:
        return False  # it has to be graded first
    if not graded.is_file() and (result is None or not page.is_file()):
        return False
    sources = sources_of(course, assignment, result, marks, released, late)
    if page.is_file() and digest_of(page) == sources.digest:
        return False
    shared = course.config.get("CourseDirectory", {}).get("groupshared")
    atomic.write_text(page, _html(graded, sources), mode=0o664 if shared else 0o644)
    return True


def _html(graded: Path, sources: Sources) -> str:
    return written(read_notebook(graded), sources) if graded.is_file() else unjudged_html(sources)


def digest_of(page: Path) -> str:
    """Read what a page was made from; empty for a page of another program."""
    with page.open("rb") as file:
        found = _DIGEST.search(file.read(_HEAD))
    return found[1].decode("ascii") if found else ""
