"""One submission whose grading fails at some step: whose error it is, and what is left of it."""

import os
import shutil

import nbformat
import pytest
from sqlalchemy.exc import OperationalError

from grader.course import Course
from grader.errors import CourseError, GradingFailed, SandboxError, UnreadableSubmission
from grader.intake.fingerprint import is_current
from grader.notebooks import read_notebook
from grader.pipeline import attempt
from grader.pipeline.converters import autograde
from grader.results import Status
from tests.support.one_submission import (
    RIGHT,
    WRONG,
    Grade,
    auto_score,
    begin_with,
    change_settings,
    hand_in,
    page,
    waits,
)

pytestmark = [pytest.mark.kernel, pytest.mark.filterwarnings("ignore")]
ENDLESS = "def double(number):\n    while True:\n        pass"
GIVEN = "import os\nassert os.environ.get('READY') == 'yes', 'not ready'"


def test_a_given_cell_that_fails_first_is_our_error_and_gives_no_score(laid: Course, grade: Grade) -> None:
    begin_with(laid, GIVEN)
    hand_in(laid, RIGHT)
    result = grade()
    assert (result.status, result.inputs) == (Status.INTERNAL_ERROR, "")
    assert "cell 1, which comes with the release" in result.reason
    assert "AssertionError: not ready" in result.reason
    assert auto_score(laid) is None
    assert "The grader failed here. A person will look at it; nothing is counted so far." in page(laid)
    assert not is_current(laid, "double", "ben")
    change_settings(laid, "c.SandboxProvisioner.environment = {'READY': 'yes'}")
    assert (grade().score, auto_score(laid)) == (4, 4)


def test_what_passes_at_the_second_try_is_graded(laid: Course, grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    begin_with(laid, GIVEN)
    hand_in(laid, RIGHT)
    tries = []

    def mended(course: Course, assignment: str, student: str) -> None:
        """What an instructor might mend between two tries."""
        tries.append(student)
        ready = {"READY": "yes"} if len(tries) == 2 else {}
        autograde(course.changed(SandboxProvisioner={"environment": ready}), assignment, student)

    monkeypatch.setattr(attempt, "autograde", mended)
    assert (grade().status, len(tries)) == (Status.GRADED, 2)


def test_a_changed_cell_that_fails_first_is_the_student_s(laid: Course, grade: Grade) -> None:
    begin_with(laid, "import os")
    path = hand_in(laid, RIGHT)
    notebook = read_notebook(path)
    notebook.cells[0].source = GIVEN
    nbformat.write(notebook, path)
    result = grade()
    assert (result.status, result.score) == (Status.GRADED, 4)


def test_a_check_that_was_given_out_may_fail_on_an_untouched_answer(laid: Course, grade: Grade) -> None:
    begin_with(laid, "import os")
    shutil.copy(laid.notebook("double", "release"), hand_in(laid, RIGHT))
    result = grade()
    assert (result.status, result.score) == (Status.GRADED, 0)


def test_given_cells_that_run_out_of_time_are_our_error(laid: Course, grade: Grade) -> None:
    begin_with(laid, "import time\ntime.sleep(60)")
    change_settings(laid, "c.ExecuteAndJudge.timeout = 2")
    hand_in(laid, RIGHT)
    result = grade()
    assert result.status is Status.INTERNAL_ERROR
    assert "CellTimeoutError" in result.reason


@pytest.mark.usefixtures("unlimited")
@pytest.mark.parametrize(("load", "status"), [(0.0, Status.GRADED), (1e6, Status.NEEDS_ATTENTION)])
def test_a_limit_that_passes_on_an_overloaded_machine_is_for_a_person(
    laid: Course, grade: Grade, monkeypatch: pytest.MonkeyPatch, load: float, status: Status
) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (load, load, load))
    change_settings(laid, "c.ExecuteAndJudge.timeout = 1")
    hand_in(laid, ENDLESS)
    result = grade()
    assert (result.status, result.score) == (status, 0)
    assert ("overloaded" in result.reason) is (status is Status.NEEDS_ATTENTION)


def test_a_broken_hidden_test_is_our_error_until_it_is_mended(laid: Course, grade: Grade) -> None:
    hidden = laid.root / "tests" / "double" / "test_double.py"
    sound = hidden.read_text()
    hidden.write_text(sound.replace("reference.twice", "reference.thrice"))
    hand_in(laid, WRONG)
    result = grade()
    assert (result.status, result.score, auto_score(laid)) == (Status.INTERNAL_ERROR, 1, 1)
    assert waits(laid)
    assert result.reason == "a hidden test of double failed to judge, and its 3 points are not counted so far"
    assert "3 points of double" in page(laid)
    hidden.write_text(sound)
    assert not is_current(laid, "double", "ben")
    result = grade()
    assert (result.status, result.score) == (Status.GRADED, 1)


def test_a_page_that_cannot_be_made_costs_no_points(laid: Course, grade: Grade) -> None:
    hand_in(laid, RIGHT)
    (laid.root / "feedback").mkdir()
    (laid.root / "feedback" / "ben").write_text("in the way")
    result = grade()
    assert (result.status, result.score, auto_score(laid)) == (Status.INTERNAL_ERROR, 4, 4)
    assert "feedback page" in result.reason
    (laid.root / "feedback" / "ben").unlink()
    assert grade().status is Status.GRADED
    assert "4&nbsp;/&nbsp;4" in page(laid)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (ValueError("7 is no answer"), Status.INTERNAL_ERROR, "nbgrader could not process it (ValueError: 7 is no"),
        (GradingFailed("notebook", "the imports failed"), Status.INTERNAL_ERROR, "the imports failed"),
        (UnreadableSubmission("ben", "it is no notebook"), Status.NEEDS_ATTENTION, "it is no notebook"),
        (SandboxError("sandbox", "there is none"), SandboxError, "there is none"),
        (OperationalError("SELECT 1", {}, Exception("database is locked")), CourseError, "database is locked"),
        (MemoryError(), MemoryError, ""),
        (OSError(12, "Cannot allocate memory"), MemoryError, ""),
    ],
)
def test_what_a_step_raises_is_what_the_result_says(
    laid: Course, grade: Grade, monkeypatch: pytest.MonkeyPatch, error: Exception, status: object, said: str
) -> None:
    def fail(*arguments: object, **more: object) -> None:
        raise error

    hand_in(laid, RIGHT)
    monkeypatch.setattr("grader.pipeline.steps.ExecuteAndJudge.preprocess", fail)
    if isinstance(status, Status):
        assert grade().status is status
        assert said in grade().reason
        assert not (laid.root / "autograded" / "ben" / "double").exists()
    else:
        with pytest.raises(status, match=said):  # type: ignore[call-overload]
            grade()
