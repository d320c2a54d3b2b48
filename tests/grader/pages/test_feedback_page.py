"""The feedback page of notebooks that were made up, without a kernel."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag
from nbformat.v4 import new_output

from grader.marks import Mark
from grader.pages.feedback_page import Sources, page_html, unjudged_html
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult
from tests.support.answered import graded, released
from tests.support.feedback_page import MARKED, RESULT, TESTS, UNMARKED, marks, page, table

SCRIPT = "<script>alert(1)</script>"


def test_formulas_in_a_comment_are_set_and_all_else_is_text() -> None:
    said = r"Since $f(x) = 2 x$, <b>linear</b>; 3 $ or 4 $, `$y$`, $\href{javascript:1}{z}$."
    shown = page(given=marks(Mark(None, 1, 0, False), comments={"why": said}))
    (comment, _) = shown.find_all(class_="comment")
    assert comment.find("math") is not None
    assert comment.find(["b", "a", "code"]) is None
    assert "<b>linear</b>; 3 $ or 4 $, `$y$`" in comment.text


def test_lateness_penalty_repairs_and_facts_are_told() -> None:
    late = marks(Mark(None, 2, 0, False), penalty=2, late=36)
    shown = page(given=late, notes=("Put back a cell.",), seen=("System call refused: ptrace",))
    assert "Penalty for handing in late \N{MINUS SIGN}2" in table(shown)
    assert table(shown)[-1] == "Total 1 / 6"
    for said in (
        "Handed in 36 hours after the deadline: 2 points are taken off",
        "Put back a cell.",
        "System call refused",
    ):
        assert said in shown.text


def test_nothing_of_a_hidden_test_that_broke_is_shown() -> None:
    broken = CheckResult("The noise is fresh", Outcome.INTERNAL, 0, 3, "reference.py said 42")
    shown = page(
        status=Status.INTERNAL_ERROR,
        reason="a hidden test broke",
        tasks=(TaskResult("double", 1, 4, (TESTS[1], broken)),),
    )
    assert "could not be graded yet, 0 / 3" in " ".join(shown.text.split()).replace("\xa0", " ")
    assert "42" not in shown.text
    assert "A part could not be graded yet, and is not counted so far. A person will look" in shown.text
    assert "3 points of Task 1: double" in " ".join(shown.text.split())
    assert "Total so far 1 / 4" in table(shown)


def test_contents_and_table_lead_to_each_task() -> None:
    shown = page()
    links = [str(link["href"]) for link in shown.find_all("a")]
    assert links == ["#task-1", "#task-2"] * 2
    assert [shown.find(id=link[1:]).text for link in links[:2]] == ["Task 1: double", "Task 2: why"]  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["source", "markdown", "output", "message", "note", "comment", "name"])
def test_nothing_of_a_students_lives_on_the_page(kind: str) -> None:
    notebook, changes, given = graded(), {}, UNMARKED
    hostile = f'{SCRIPT}<img src=x onerror="alert(1)">"><a href="javascript:alert(1)">x</a>'
    if kind == "source":
        notebook.cells[2].source = hostile
    elif kind == "markdown":
        notebook.cells[6].source = hostile
    elif kind == "output":
        notebook.cells[3].outputs = [new_output("display_data", {"text/html": hostile, "image/png": hostile})]
    elif kind == "message":
        changes = {"tasks": (TaskResult("double", 0, 4, (replace(TESTS[0], message=hostile),)),)}
    elif kind == "note":
        changes = {"notes": (hostile,), "seen": (hostile,), "reason": hostile, "status": Status.NEEDS_ATTENTION}
    elif kind == "comment":
        given = marks(Mark(None, 1, 0, False), comments={"why": hostile})
    else:
        notebook.cells[3].metadata["nbgrader"]["grade_id"] = hostile
    shown = page(notebook, given, **changes)
    assert shown.script is None
    assert all(image["src"].startswith("data:image/png;base64,") for image in shown.find_all("img"))
    assert not [tag for tag in shown.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert not [a for a in shown.find_all("a") if not a.get("href", "#").startswith("#")]


def test_the_page_needs_nothing_from_elsewhere_and_repeats_byte_for_byte() -> None:
    sources = Sources("double", released(), RESULT, MARKED)
    assert page_html(graded(), sources) == page_html(graded(), sources)
    shown = page()
    policy = shown.find("meta", {"http-equiv": "Content-Security-Policy"})
    assert isinstance(policy, Tag)
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert shown.find(["script", "link", "iframe"]) is None
    assert shown.find("meta", {"name": "viewport"}) is not None


def test_the_digest_changes_with_marks_comments_and_result_and_with_nothing_else() -> None:
    sources = Sources("double", released(), RESULT, UNMARKED)
    assert replace(sources, released=None).digest == sources.digest
    assert replace(sources, result=replace(RESULT, inputs="abc")).digest == sources.digest
    others = [
        replace(sources, marks=MARKED),
        replace(sources, marks=marks(Mark(None, None, 0, True), penalty=1)),
        replace(sources, marks=replace(UNMARKED, comments={"why": "Well."})),
        replace(sources, result=replace(RESULT, score=2)),
    ]
    assert len({sources.digest, *(other.digest for other in others)}) == 5


def test_what_could_not_be_graded_says_why_and_shows_marks_given_all_the_same() -> None:
    result = SubmissionResult("double", Status.NEEDS_ATTENTION, 0, 4, reason="it is torn", student="ada")
    plain = BeautifulSoup(unjudged_html(Sources("double", released(), result, UNMARKED)), "html.parser")
    assert "The reason: it is torn." in plain.text
    assert plain.table is None
    given = BeautifulSoup(
        unjudged_html(Sources("double", released(), result, marks(Mark(None, 2, 0, True)))), "html.parser"
    )
    assert any(row.startswith("Task 2: why 2 / 2") for row in table(given))
    assert "earlier version" in given.text
