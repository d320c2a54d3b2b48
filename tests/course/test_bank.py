"""The graders are graded: every answer of the bank gets what it deserves, and is told why in words that teach."""

import os
import re
from pathlib import Path

import pytest

from grader.bank import kill_matrix
from grader.bank.answers import read_bank
from grader.bank.harness import function_names
from grader.course import Course
from grader.judging import compare
from grader.results import Outcome

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "hw3"
SOAK = "SOAK" in os.environ  # the whole bank; otherwise one answer in fifteen
TRIVIAL = ("zeros", "ones", "echo", "none")
OURS = re.compile(r"Traceback|File \"|\.py\b|\breference\b|\bcompare\b|\bsubmission\b|\btest_|hidden test|assert")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
RAISED = re.compile(r"in the line `(.*)`\.$", re.DOTALL)


@pytest.fixture(scope="module")
def course():
    return Course(ROOT)


@pytest.fixture(scope="module")
def verdicts(course):
    return kill_matrix.judge_bank(
        course, ASSIGNMENT, one_in=1 if SOAK else 25, always=[f"*_{kind}" for kind in TRIVIAL]
    )


@pytest.fixture(scope="module")
def messages(verdicts):
    """Everything that the bank's wrong answers are told: the answer, the test's result, the message."""
    return [
        (v.answer, test, test.message) for v in verdicts if not v.right for test in v.tests.values() if test.message
    ]


def secrets(course):
    """The lines of our hidden tests that no student may see."""
    lines = [
        line.strip() for path in course.hidden(ASSIGNMENT).glob("*.py") for line in path.read_text("utf-8").splitlines()
    ]
    return {line for line in lines if len(line) > 20}


def test_the_bank_is_large_enough(course):
    assert len(read_bank(course, ASSIGNMENT, "right")) >= 50
    assert len(read_bank(course, ASSIGNMENT, "wrong")) >= 150


def test_no_hidden_test_fails_to_judge(verdicts):
    assert [v.answer.name for v in verdicts for t in v.tests.values() if t.outcome is Outcome.INTERNAL] == []


def test_right_answers_earn_full_points(verdicts):
    assert [(v.answer.name, v.caught) for v in verdicts if v.right and v.points < v.max] == []


def test_wrong_answers_lose_what_they_name(verdicts):
    wrong = [v for v in verdicts if not v.right]
    assert [v.answer.name for v in wrong if not v.answer.fails or v.points >= v.max] == []
    assert [
        (v.answer.name, set(v.answer.fails) - set(v.caught)) for v in wrong if set(v.answer.fails) - set(v.caught)
    ] == []


def test_every_hidden_test_has_a_victim(course, verdicts):
    files = course.hidden(ASSIGNMENT).glob("test_*.py")
    all_tests = {(path.stem.removeprefix("test_"), name) for path in files for name in function_names(path).values()}
    assert {row[:2] for row in kill_matrix.summary(verdicts) if row[3]} == all_tests


def test_nothing_else_is_wrong(verdicts):
    assert kill_matrix.findings(verdicts) == []


@pytest.mark.parametrize("kind", TRIVIAL)
def test_trivial_answers_earn_nothing(verdicts, kind):
    points = {v.answer.task: v.points for v in verdicts if v.answer.path.stem == f"{v.answer.task}_{kind}"}
    assert points == dict.fromkeys({v.answer.task for v in verdicts}, 0.0)


def test_tables_in_the_document_name_every_wrong_answer(course):
    table = kill_matrix.written_table(course, ASSIGNMENT)
    assert [a.path.stem for a in read_bank(course, ASSIGNMENT, "wrong") if f"`{a.path.stem}`" not in table] == []


@pytest.mark.skipif(not SOAK, reason="only the whole bank fills the tables")
def test_tables_in_the_document_are_up_to_date(course, verdicts):
    assert kill_matrix.written_table(course, ASSIGNMENT) == kill_matrix.tables(verdicts), "Run: grader bank hw3 --write"


def test_messages_are_short(messages):
    assert [(answer.name, len(text)) for answer, _, text in messages if len(text) > compare.MESSAGE_LIMIT] == []


def test_messages_ask_a_question_unless_the_students_own_code_raised(messages):
    assert [(a.name, text) for a, test, text in messages if test.outcome is Outcome.FAILED and "?" not in text] == []


def test_messages_of_wrong_values_name_what_was_got_and_expected(messages):
    telling = re.compile(
        r"\bgot\b.*\bexpected\b|\bExpected\b.*\bgot\b|numbers are NaN|The last step|The answer is|not plain"
    )
    failed = [(a.name, text) for a, test, text in messages if test.outcome is Outcome.FAILED]
    assert [(name, text) for name, text in failed if not telling.search(text)] == []


def test_when_the_students_code_raised_then_the_message_shows_their_own_line(messages):
    for answer, test, text in messages:
        if test.outcome is Outcome.ERROR:
            line = RAISED.search(text)
            call = re.search(r"is not defined|does not accept|is called without|is given more values", text)
            assert line or call, (answer.name, text)
            assert line is None or line[1] in answer.source, (answer.name, text)


def test_messages_hold_no_traceback_names_or_lines_of_ours(course, messages):
    lines = secrets(course)
    for answer, test, text in messages:
        if test.outcome is Outcome.FAILED:
            assert not OURS.search(text), (answer.name, text)
        assert [line for line in lines if line in text and line not in answer.source] == [], (answer.name, text)


def test_messages_hold_no_hidden_inputs_and_no_reference_values(messages):
    """Inputs and reference values would show as numbers of many digits; statistics have three, shapes are integers."""
    for answer, test, text in messages:
        if test.outcome is Outcome.FAILED:
            fractions = [number for number in NUMBER.findall(text) if "." in number]
            assert [number for number in fractions if len(number.replace(".", "").lstrip("0")) > 3] == [], text
            assert len(fractions) <= 2, (answer.name, text)
