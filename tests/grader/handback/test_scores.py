"""Which scores are final, what the others wait for, and how points are written."""

from dataclasses import replace

import pytest

from grader.handback.scores import Score, read_scores, summaries, written
from grader.marks import Task
from grader.reports.grade_sheet import GradeSheet, Row, Standing
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult

BROKEN = TaskResult("loss", 1.0, 4.0, (CheckResult("It runs", Outcome.INTERNAL, 0.0, 3.0),))
UNJUDGED = SubmissionResult("hw3", Status.INTERNAL_ERROR, 1.0, 4.0, (BROKEN,), student="ada")
CRASHED = SubmissionResult("hw3", Status.INTERNAL_ERROR, 1.0, 4.0, (), student="ada")
GRADED = Row("ada", "Ada", Standing.GRADED, {"loss": 3.0}, total=3.0)


def sheet(*rows: Row) -> GradeSheet:
    return GradeSheet("hw3", (Task("loss", 4.0), Task("essay", 2.0, by_hand=True)), rows, None)


@pytest.mark.parametrize(
    ("row", "points", "waits"),
    [
        (GRADED, 3.0, ""),
        (replace(GRADED, total=0.0), 0.0, ""),
        (replace(GRADED, pending=("essay",)), 3.0, "waits for a person's mark: essay"),
        (replace(GRADED, marked_before=("essay",)), 3.0, "marked by hand before the latest run, look again: essay"),
        (replace(GRADED, standing=Standing.NOTHING, total=None), None, "nothing handed in"),
        (replace(GRADED, standing=Standing.NOT_GRADED, total=None), None, "not graded yet"),
        (replace(GRADED, standing=Standing.NEEDS_ATTENTION, reason="too\nslow"), 3.0, "needs attention: too slow"),
        (replace(GRADED, standing=Standing.NEEDS_ATTENTION, total=None), None, "needs attention, without a score"),
        (replace(GRADED, standing=Standing.INTERNAL_ERROR, result=CRASHED), 3.0, "internal error"),
        (replace(GRADED, standing=Standing.INTERNAL_ERROR, result=UNJUDGED), 3.0, ""),
        (replace(GRADED, standing=Standing.INTERNAL_ERROR, result=UNJUDGED, pending=("loss",)), 3.0, "mark: loss"),
        (replace(GRADED, standing=Standing.GONE, reason="Gone."), 3.0, "nothing handed in any more: Gone."),
        (replace(GRADED, total=float("nan")), None, "graded, without a score"),
        (replace(GRADED, total=float("inf")), None, "graded, without a score"),
    ],
)
def test_a_score_is_final_or_says_what_it_waits_for(row: Row, points: float | None, waits: str) -> None:
    score = read_scores(sheet(row))["ada"]
    assert score.points == points
    assert score.waits.endswith(waits)
    assert bool(score.waits) is bool(waits)
    assert score.absent is (row.standing is Standing.NOTHING)


@pytest.mark.parametrize(
    ("points", "text"),
    [
        (0.0, "0.00"),
        (-0.0, "0.00"),
        (7.125, "7.12"),
        (2.675, "2.67"),
        (1e3, "1000.00"),
        (1 / 3, "0.33"),
        (9.999, "10.00"),
    ],
)
def test_points_have_two_decimals_and_a_point(points: float, text: str) -> None:
    assert written(points) == text


def test_a_summary_names_each_tasks_points_and_what_lateness_took() -> None:
    late = replace(GRADED, points={"loss": 3.0, "essay": 1.5}, total=3.5, penalty=1.0)
    found = summaries(sheet(late, Row("bob", "", Standing.NOTHING, {})))
    assert found == {"ada": "hw3: 3.5 of 6 points (loss 3 of 4, essay 1.5 of 2, late: 1 off)."}


def test_a_summary_is_safe_in_a_page() -> None:
    task = "<script>"
    row = Row("ada", "", Standing.GRADED, {task: 1.0}, total=1.0)
    assert "<" not in summaries(GradeSheet("hw3", (Task(task, 1.0),), (row,), None))["ada"]


def test_scores_are_by_student() -> None:
    assert read_scores(sheet(GRADED, replace(GRADED, student="bob"))) == {
        "ada": Score("ada", 3.0),
        "bob": Score("bob", 3.0),
    }
