"""What the made-up class is compared with must be able to fail."""

from pathlib import Path

import pytest

from grader import demo, results
from grader.bank.answers import Member
from grader.course import Course
from grader.process.load import OVERLOADED
from grader.results import Status, SubmissionResult, TaskResult

ADA = Member("ada", "A made-up student.", {"score": 10.0})


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    return Course(tmp_path)


def found(course: Course, status: Status, points: float, reason: str = "") -> list[str]:
    path = course.result_file(demo.ASSIGNMENT, ADA.student)
    path.parent.mkdir(parents=True, exist_ok=True)
    result = SubmissionResult(demo.ASSIGNMENT, status, points, 10.0, (TaskResult("score", points, 10.0),), reason)
    path.write_text(results.to_json(result), encoding="utf-8")
    return demo.differences(course, [ADA])


def test_what_is_as_expected(course: Course) -> None:
    assert found(course, Status.GRADED, 10.0) == []


def test_a_student_without_a_result(course: Course) -> None:
    assert demo.differences(course, [ADA]) == ["ada: no result"]


def test_other_points(course: Course) -> None:
    assert found(course, Status.GRADED, 9.5) == ["ada: {'score': 9.5}, expected {'score': 10.0}"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.NEEDS_ATTENTION, "the file is empty"),
        (Status.NEEDS_ATTENTION, f"a hidden test of score failed to judge; {OVERLOADED} (load 9 on 2 processors)"),
        (Status.INTERNAL_ERROR, f"{OVERLOADED} (load 9 on 2 processors)"),
    ],
)
def test_another_status(course: Course, status: Status, reason: str) -> None:
    assert found(course, status, 10.0, reason) == [f"ada: {status} ({reason}), expected graded"]


def test_an_overloaded_machine_is_no_difference_but_other_points_are(course: Course) -> None:
    reason = f"{OVERLOADED} (load 9 on 2 processors); grade it again"
    assert found(course, Status.NEEDS_ATTENTION, 10.0, reason) == []
    assert found(course, Status.NEEDS_ATTENTION, 0.0, reason) != []
