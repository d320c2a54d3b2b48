"""The feedback page of a notebook that was made up, and the results that it shows."""

from dataclasses import replace
from typing import Any

from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode

from grader.marks import Entry, Mark, Marks, Task
from grader.pages.feedback_page import Sources, page_html
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult
from tests.support.answered import graded, released

NONE = "\N{EN DASH}"
TESTS = (
    CheckResult("The double is right for any number", Outcome.FAILED, 0, 3, "Got 9. Is it twice as much?"),
    CheckResult("The double of nothing is nothing", Outcome.PASSED, 1, 1),
)
RESULT = SubmissionResult("double", Status.GRADED, 1, 4, (TaskResult("double", 1, 4, TESTS),), student="ada")
TASKS = (Task("double", 4), Task("why", 2, by_hand=True))


def marks(why: Mark, *, comments: dict[str, str] | None = None, penalty: float = 0, late: float | None = None) -> Marks:
    """The gradebook's: one point for the double, and these for the written task."""
    given = {"double": Mark(1, None, 0, False), "why": why}
    return Marks(TASKS, Entry(given, late, penalty), comments or {})


UNMARKED = marks(Mark(None, None, 0, True))
MARKED = marks(Mark(None, 1.5, 0.5, False), comments={"why": "Well seen.", "double-answer": "Nice."})


def page(notebook: NotebookNode | None = None, given: Marks = UNMARKED, **changes: Any) -> BeautifulSoup:
    """The page of a graded notebook, with other results."""
    result = replace(RESULT, **changes)
    html = page_html(notebook or graded(), Sources("double", released(), result, given))
    return BeautifulSoup(html, "html.parser")


def table(shown: BeautifulSoup) -> list[str]:
    """The rows of the table of results."""
    found = shown.find("table", class_="results")
    assert isinstance(found, Tag)
    return [" ".join(row.get_text(" ").split()) for row in found.find_all("tr")]
