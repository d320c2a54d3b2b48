"""What a report counts: students by status, and how each hidden test ended."""

import dataclasses

from grader.marks import Task
from grader.reports.grade_sheet import GradeSheet, Row, Standing
from grader.reports.tallies import TestTally, spread, summarise, tally
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult

PASSED, FAILED = Outcome.PASSED, Outcome.FAILED


def row(student: str, *outcomes: Outcome, **fields: object) -> Row:
    """A student with a test for each of these outcomes, "test 0" and so on."""
    tests = tuple(CheckResult(f"test {place}", outcome, 0, 1) for place, outcome in enumerate(outcomes))
    result = SubmissionResult("hw3", Status.GRADED, 0, 2, (TaskResult("score", 0, 2, tests),), student=student)
    known = {"standing": Standing.GRADED, "points": {}, "result": result, **fields}
    return Row(student, student.title(), **known)  # type: ignore[arg-type]


def sheet(*rows: Row) -> GradeSheet:
    return GradeSheet("hw3", (Task("score", 2),), rows, None)


def test_each_standing_and_each_kind_of_attention_is_counted_once_for_a_student() -> None:
    counts = summarise(
        sheet(
            *(row(standing.name, standing=standing, result=None) for standing in Standing),
            row("late", late_hours=3.0, pending=("score", "why"), set_by_hand=("score: 2 extra", "why: 1 extra")),
            row("on time", late_hours=0.0),
        )
    )
    each = dict.fromkeys(
        ("needs_attention", "internal_errors", "not_graded", "nothing", "gone", "late", "by_hand", "set_by_hand"), 1
    )
    assert dataclasses.asdict(counts) == {"students": 8, "graded": 3, **each}


def test_the_hidden_test_that_the_fewest_passed_comes_first_whoever_was_not_judged() -> None:
    found = tally(
        sheet(
            row("ada", PASSED, FAILED, PASSED),
            row("ben", PASSED, Outcome.ERROR),
            row("cem", FAILED, FAILED, PASSED),
            row("eve", PASSED),
            row("dora", result=None),
        )
    )
    assert [(test.name, test.judged) for test in found] == [("test 1", 3), ("test 0", 4), ("test 2", 2)]
    first, second, third = ({kind: count for kind, count in test.counts.items() if count} for test in found)
    assert (first, second, third) == ({FAILED: 2, Outcome.ERROR: 1}, {PASSED: 3, FAILED: 1}, {PASSED: 2})


def test_tests_of_one_name_in_two_tasks_are_two() -> None:
    tests = (CheckResult("It is right", PASSED, 1, 1),)
    tasks = tuple(TaskResult(name, 1, 1, tests) for name in ("score", "loss"))
    result = SubmissionResult("hw3", Status.GRADED, 2, 2, tasks, student="ada")
    assert [test.task for test in tally(sheet(row("ada", result=result)))] == ["score", "loss"]


def test_shares_are_percentages_of_the_submissions_that_were_judged() -> None:
    shares = TestTally("score", "It is right", {PASSED: 1, FAILED: 3}).shares
    assert shares == {PASSED: 25.0, FAILED: 75.0}


def test_quartiles_include_the_extremes() -> None:
    assert spread([]) is None
    values = spread([1, 2, 3, 4, 5])
    assert values is not None
    assert dataclasses.astuple(values) == (5, 1, 2, 3, 4, 5)
