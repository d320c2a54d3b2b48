"""What is said of tests, before and after nbconvert has had it in its hands."""

import re
from html.parser import HTMLParser

import pytest
from nbconvert.filters import clean_html, markdown2html

from grader.pages.feedback import submission_html, task_html
from grader.result_text import WORDS, hint, task_text
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult

HOSTILE = "</div></table><script>alert(1)</script>\n\n    <b>code?</b>\n\n# title \x1b[31m"
TASK = TaskResult(
    "langevin",
    10,
    25,
    (
        CheckResult("The drift is half the step times the score", Outcome.PASSED, 10, 10, "unseen"),
        CheckResult("The noise is fresh", Outcome.FAILED, 0, 5, "Got the same twice.\nIs it drawn once?"),
        CheckResult("The trajectory is whole", Outcome.ERROR, 0, 5.5, f"NameError: {HOSTILE}"),
        CheckResult("The noise has the right size", Outcome.INTERNAL, 0, 4.5, "reference.py said 42"),
    ),
)
RESULT = SubmissionResult("hw3", Status.GRADED, 62.5, 90, (TASK,), student="ada")


class Page(HTMLParser):
    """Tags and text of a piece of HTML; what is not closed stays in ``open``."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def attention(reason: str, *notes: str, seen: tuple[str, ...] = ()) -> SubmissionResult:
    return SubmissionResult("hw3", Status.NEEDS_ATTENTION, 0, 90, reason=reason, notes=notes, seen=seen)


@pytest.mark.parametrize("text", [Page(task_html(TASK)).text, task_text(TASK)], ids=["html", "text"])
def test_a_task_shows_its_points_and_a_line_for_each_test(text: str) -> None:
    assert "10 of 25 points so far; 4.5 could not be graded yet" in text
    for test in TASK.tests:
        assert test.name in text
        assert WORDS[test.outcome] in text
    assert "Is it drawn once?" in text
    assert "0 of 5.5" in text


def test_messages_of_passed_tests_and_of_our_own_failures_stay_unseen() -> None:
    for shown in (task_html(TASK), task_text(TASK)):
        assert "unseen" not in shown
        assert "42" not in shown
        assert "A person will look at it" in shown


def test_what_is_for_the_staff_is_on_no_page_of_a_student() -> None:
    secret = "KeyError: 42 (test_loss.py:7)"
    test = CheckResult("The mean is over the batch", Outcome.INTERNAL, 0, 5, "Ours.", secret)
    result = SubmissionResult(
        "hw3", Status.INTERNAL_ERROR, 0, 5, (TaskResult("loss", 0, 5, (test,)),), "Broken.", "ada"
    )
    for shown in (task_html(result.tasks[0]), task_text(result.tasks[0]), submission_html(result)):
        assert "KeyError" not in shown
        assert "test_loss" not in shown


def test_what_the_student_wrote_is_text() -> None:
    page = Page(task_html(TASK))
    assert "<script>alert(1)</script>" in page.text
    assert page.tags <= {"div", "strong", "em", "ul", "li"}
    assert page.open == []
    assert "\x1b" not in page.text + task_text(TASK)


@pytest.mark.parametrize(
    "html", [task_html(TASK), submission_html(attention(HOSTILE, HOSTILE, seen=(HOSTILE,)))], ids=["task", "submission"]
)
def test_nbconverts_cleaning_takes_no_tag_away(html: str) -> None:
    cleaned = clean_html(html)
    assert Page(cleaned).text.split() == Page(html).text.split()
    assert Page(cleaned).tags == Page(html).tags


def test_the_head_passes_through_markdown_as_it_is() -> None:
    html = submission_html(attention(HOSTILE, "The cell score came back from the release.", seen=(HOSTILE,)))
    assert not re.search(r"\n\s*\n", html)
    page = Page(markdown2html(html))
    assert page.tags == {"div", "strong", "ul", "li"}
    assert page.text.count("<b>code?</b>") == 2


def test_the_head_says_score_status_reason_and_repairs() -> None:
    graded = Page(submission_html(RESULT)).text
    assert "62.5 of 90 points" in graded
    assert "A person will look" not in graded
    assert "repaired" not in graded
    open_question = Page(submission_html(attention("The kernel died.", "A cell was moved back."))).text
    for words in ("A person will look", "The kernel died.", "repaired", "A cell was moved back."):
        assert words in open_question


def test_the_head_tells_what_was_noticed_and_accuses_nobody() -> None:
    shown = Page(submission_html(attention("", seen=("System call refused: ptrace (3 times)",)))).text
    assert "System call refused" in shown
    assert "3 times" not in shown
    assert "ptrace" not in shown
    assert "mistakes can have the same effect as intent" in shown
    assert "Noticed" not in Page(submission_html(RESULT)).text


def test_a_task_without_tests_is_just_its_points() -> None:
    assert task_text(TaskResult("score", 0, 10)) == "score: 0 of 10 points\n"
    assert "ul" not in Page(task_html(TaskResult("score", 0, 10))).tags


def test_a_very_long_message_is_cut() -> None:
    task = TaskResult("score", 0, 1, (CheckResult("n", Outcome.ERROR, 0, 1, "x" * 100_000),))
    assert len(task_html(task)) < 4000
    assert len(task_text(task)) < 4000


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("Got the same twice.\nIs it drawn once?", "Is it drawn once?"),
        ("The score at 1.5: got 2.25, expected -1.5. Which of p and log p is it?", "Which of p and log p is it?"),
        ("NameError: name 'np' is not defined\nline 3", "NameError: name 'np' is not defined"),
        ("", ""),
    ],
)
def test_the_hint_is_the_question_of_a_message_else_its_beginning(message: str, line: str) -> None:
    assert hint(CheckResult("n", Outcome.FAILED, 0, 1, message)) == line


def test_there_is_no_hint_where_nothing_is_wrong_or_the_grader_failed() -> None:
    for outcome in (Outcome.PASSED, Outcome.INTERNAL):
        assert hint(CheckResult("n", outcome, 1, 1, "Is it 42?")) == ""


def test_every_outcome_has_its_words() -> None:
    assert set(Outcome) <= set(WORDS)
    assert "could not be graded yet" in WORDS.values()
