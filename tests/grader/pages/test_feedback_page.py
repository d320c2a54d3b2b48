"""The feedback page of notebooks that were made up, without a kernel."""

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output

from grader.marks import Entry, Mark, Marks, Task
from grader.pages.feedback_page import Sources, page_html, unjudged_html
from grader.pipeline.feedback_exporter import FeedbackExporter
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult
from tests.support.answered import graded, released

NONE = "\N{EN DASH}"
SCRIPT = "<script>alert(1)</script>"
TESTS = (
    CheckResult("The double is right for any number", Outcome.FAILED, 0, 3, "Got 9. Is it twice as much?"),
    CheckResult("The double of nothing is nothing", Outcome.PASSED, 1, 1),
)
RESULT = SubmissionResult("double", Status.GRADED, 1, 4, (TaskResult("double", 1, 4, TESTS),), student="ada")
TASKS = (Task("double", 4), Task("why", 2, by_hand=True))


def marks(why: Mark, *, comments: dict[str, str] | None = None, penalty: float = 0, late: float | None = None) -> Marks:
    given = {"double": Mark(1, None, 0, False), "why": why}
    return Marks(TASKS, Entry(given, late, penalty), comments or {})


UNMARKED = marks(Mark(None, None, 0, True))
MARKED = marks(Mark(None, 1.5, 0.5, False), comments={"why": "Well seen.", "double-answer": "Nice."})


def page(notebook: NotebookNode | None = None, given: Marks = UNMARKED, **changes: Any) -> BeautifulSoup:
    result = replace(RESULT, **changes)
    html = page_html(notebook or graded(), Sources("double", released(), result, given))
    return BeautifulSoup(html, "html.parser")


def table(shown: BeautifulSoup) -> list[str]:
    found = shown.find("table", class_="results")
    assert isinstance(found, Tag)
    return [" ".join(row.get_text(" ").split()) for row in found.find_all("tr")]


def test_the_page_begins_with_one_table_of_tasks_by_name() -> None:
    assert table(page()) == [
        "Task Outcome Points",
        "Task 1: double 1 / 4",
        "The double is right for any number not yet right 0 / 3",
        "The double of nothing is nothing passed 1 / 1",
        "Look at next: Is it twice as much?",
        f"Task 2: why not graded yet {NONE} / 2",
        "Total so far 1 / 4",
    ]


def test_the_total_says_what_it_leaves_out_until_a_person_has_graded_it() -> None:
    before, after = page(), page(given=MARKED)
    assert "1 of 4 points so far" in before.text
    assert "Not in the total, because it has not been graded yet: Task 2: why (2 points)." in before.text
    assert "3 of 6 points" in after.text
    assert "graded yet" not in after.text


def test_marks_extra_credit_and_comments_stand_at_their_task() -> None:
    rows = table(page(given=MARKED))
    assert rows[5] == "Comment: Nice."
    assert rows[6:] == ["Task 2: why 2 / 2", "Extra credit: +0.5, included.", "Comment: Well seen.", "Total 3 / 6"]


def test_a_score_set_by_hand_is_told_beside_that_of_the_tests() -> None:
    entry = Entry({"double": Mark(1, 4, 0, False), "why": Mark(None, 2, 0, False)}, None, 0)
    shown = page(given=Marks(TASKS, entry))
    assert "Set by hand to 4; the tests gave 1." in table(shown)
    assert "6 of 6 points" in shown.text


def test_formulas_in_a_comment_are_set_and_all_else_is_text() -> None:
    said = r"Since $f(x) = 2 x$, <b>linear</b>; 3 $ or 4 $, `$y$`, $\href{javascript:1}{z}$."
    shown = page(given=marks(Mark(None, 1, 0, False), comments={"why": said}))
    (comment, _) = shown.find_all(class_="comment")
    assert comment.find("math") is not None
    assert comment.find(["b", "a", "code"]) is None
    assert "<b>linear</b>; 3 $ or 4 $, `$y$`" in comment.text


def test_marks_of_an_earlier_version_are_told_and_those_of_this_one_are_not() -> None:
    notebook, again = graded(), marks(Mark(None, 1.5, 0, True))
    assert "earlier version" not in page(notebook, again).text
    notebook.cells[6].metadata["grader"] = {"kept": 1.5}
    assert "1.5 points by hand were given to an earlier version of your submission" in page(notebook, again).text
    assert "earlier version" not in page(notebook, marks(Mark(None, 2, 0, True))).text
    assert "earlier version" not in page(notebook, marks(Mark(None, 1.5, 0, False))).text


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


def test_an_untouched_written_answer_is_not_attempted() -> None:
    assert "Task 2: why not attempted 0 / 2" in table(page(given=marks(Mark(0, None, 0, False))))


def test_an_untouched_task_is_one_line() -> None:
    untouched = tuple(replace(test, points=0, outcome=Outcome.NOT_ATTEMPTED) for test in TESTS)
    rows = table(page(tasks=(TaskResult("double", 0, 4, untouched),)))
    assert rows[1:3] == ["Task 1: double not attempted 0 / 4", f"Task 2: why not graded yet {NONE} / 2"]


def test_scores_of_nbgraders_own_tests_are_believed_only_where_they_grade() -> None:
    sources = Sources("double", released(), None, marks(Mark(None, None, 0, True)))
    stock, hidden = (
        BeautifulSoup(page_html(graded(), replace(sources, stock=on)), "html.parser") for on in (True, False)
    )
    assert "Task 1: double 1 / 4" in table(stock)
    assert f"Task 1: double not graded yet {NONE} / 4" in table(hidden)
    assert "Not graded yet" in hidden.text


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


def test_the_handout_is_folded_and_what_the_student_wrote_is_open() -> None:
    shown = page()
    folded = " ".join(details.text for details in shown.find_all("details"))
    own = " ".join(cell.text for cell in shown.find_all(class_="own"))
    for text in ("Arithmetic", "assert double(2) == 4", "plt.plot()"):
        assert text in folded
        assert text not in own
    for text in ("return number ** 2", "linear"):
        assert text in own
        assert text not in folded


def test_contents_and_table_lead_to_each_task() -> None:
    shown = page()
    links = [str(link["href"]) for link in shown.find_all("a")]
    assert links == ["#task-1", "#task-2"] * 2
    assert [shown.find(id=link[1:]).text for link in links[:2]] == ["Task 1: double", "Task 2: why"]  # type: ignore[union-attr]


def test_formulas_are_set_and_figures_have_captions_and_alternative_texts() -> None:
    shown = page()
    assert [math.text for math in shown.find_all("math")] == ["2x", "f(x)=2x"]
    captions = [figure.text.strip() for figure in shown.find_all("figcaption")]
    assert captions == ["Figure 1, as handed in", "Figure 2, drawn while grading, after 20 training steps"]
    assert all(image["alt"] for image in shown.find_all("img"))


def test_results_in_the_graded_notebook_are_not_shown_twice() -> None:
    notebook = graded()
    said = {"text/html": "<p>Told before</p>", "text/plain": "Told before"}
    notebook.cells[3].outputs = [new_output("display_data", said, metadata={"grader": {"results": True}})]
    notebook.cells.insert(0, new_markdown_cell("Told before", id="grader-result"))
    assert "Told before" not in page(notebook).text


def test_outputs_are_text_alone() -> None:
    notebook = graded()
    notebook.cells[3].outputs = [
        new_output("stream", text="\x1b[31mred\x1b[0m\n10%\r100%\n" + SCRIPT),
        new_output("execute_result", {"text/html": SCRIPT, "text/plain": "plain"}),
        new_output("error", ename="E", evalue="v", traceback=["\x1b[31mTraceback\x1b[0m", "E: v"]),
        new_output("stream", text="x" * 1_000_000),
    ]
    shown = page(notebook)
    outputs = [output.text for output in shown.find_all("pre", class_="output")]
    assert outputs[:3] == [f"red\n100%\n{SCRIPT}", "plain", "Traceback\nE: v"]
    assert outputs[3].endswith("[980000 more characters]")


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


def test_the_exporter_makes_a_page_of_any_notebook() -> None:
    html, resources = FeedbackExporter().from_notebook_node(graded())
    assert resources["output_extension"] == ".html"
    assert "return" in html
    assert "<table" not in html


def test_the_handout_is_rendered_once_for_a_class(monkeypatch: pytest.MonkeyPatch) -> None:
    page()
    notebook, rendered = graded(), []
    notebook.cells[6].source = "Another student's words."
    monkeypatch.setattr("grader.pages.feedback_cells.to_html", lambda source, *_: rendered.append(source) or source)
    page(notebook)
    assert rendered == ["Another student's words."]
