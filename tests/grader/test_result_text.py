"""A result in words: all of it for the staff, and of a hidden test that broke nothing for a student."""

import pytest

from grader.result_text import hint, lines, lines_of, still_open, task_text
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult


def a_test(outcome: Outcome, message: str = "", detail: str = "") -> CheckResult:
    return CheckResult("It is right", outcome, 1, 2, message, detail)


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.NOT_ATTEMPTED])
def test_of_a_test_that_passed_or_met_no_answer_nothing_is_said(outcome: Outcome) -> None:
    assert lines_of(a_test(outcome, "Is it?")) == []
    assert hint(a_test(outcome, "Is it?")) == ""


def test_nothing_of_a_test_that_broke_is_said_to_a_student() -> None:
    broken = a_test(Outcome.INTERNAL, "reference.py said 42")
    assert lines_of(broken) == ["This could not be graded yet. A person will look at it; it is not counted so far."]
    assert hint(broken) == ""


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("The mean: got 3, expected 2. What is averaged?", "What is averaged?"),
        ("Is it one? Or is it two? No.", "Or is it two?"),
        ("Got 0.5 at x: why?", "why?"),
        ("What is x[0.5]?\nNameError: x", "What is x[0.5]?"),
        ("Got 3.\nExpected 2.", "Got 3."),
        ("\n  \nGot   3", "Got 3"),
        ("", ""),
    ],
)
def test_the_hint_is_the_last_question_else_how_the_message_begins(message: str, said: str) -> None:
    assert hint(a_test(Outcome.FAILED, message)) == said


def test_a_task_in_words_has_a_line_for_each_test() -> None:
    tests = (a_test(Outcome.PASSED), a_test(Outcome.ERROR, "NameError: x\n\n  line 3"))
    assert task_text(TaskResult("score", 2.5, 4, tests)) == (
        "score: 2.5 of 4 points\n"
        "  passed: It is right (1 of 2)\n"
        "  stopped with an error: It is right (1 of 2)\n"
        "      NameError: x\n"
        "        line 3\n"
    )


def test_an_untouched_task_is_one_line() -> None:
    tests = (a_test(Outcome.NOT_ATTEMPTED), a_test(Outcome.NOT_ATTEMPTED))
    assert task_text(TaskResult("score", 0, 4, tests)) == "score: 0 of 4 points, not attempted\n"


def test_points_that_wait_for_a_person_are_told() -> None:
    task = TaskResult("score", 1, 4, (CheckResult("It is right", Outcome.INTERNAL, 0, 3),))
    assert still_open(task) == " so far; 3 could not be graded yet, a person will look"
    assert still_open(TaskResult("score", 1, 4)) == ""


def test_the_staff_reads_status_reason_detail_and_notes() -> None:
    tests = (a_test(Outcome.INTERNAL, "", "KeyError: 'x' (test_score.py:7)"),)
    result = SubmissionResult(
        "hw3", Status.INTERNAL_ERROR, 1, 2, (TaskResult("score", 1, 2, tests),), "a test broke", "ada", ("One.",)
    )
    told = lines(result)
    assert told[0].startswith("score: 1 of 2 points so far")
    assert told[1:] == [
        "internal error: 1 of 2 automatic points",
        "  a test broke",
        "  It is right: KeyError: 'x' (test_score.py:7)",
        "  One.",
    ]
    assert lines(SubmissionResult("hw3", Status.NEEDS_ATTENTION, 0, 2))[0] == "needs attention: not graded"
