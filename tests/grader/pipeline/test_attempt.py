"""One submission, graded: what is left of it in gradebook, results and pages, whatever went wrong and when."""

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from sqlalchemy.exc import OperationalError

from grader import results
from grader.batch import batch
from grader.course import CONFIG, Course
from grader.errors import CourseError, GradingFailed, SandboxError, UnreadableSubmission
from grader.intake.fingerprint import is_current
from grader.notebooks import read_notebook
from grader.pipeline import attempt
from grader.pipeline.converters import api, autograde
from grader.results import Status, SubmissionResult

pytestmark = [pytest.mark.kernel, pytest.mark.filterwarnings("ignore")]
RIGHT = "def double(number):\n    return 2 * number"
WRONG = "def double(number):\n    return 3 * number"
ENDLESS = "def double(number):\n    while True:\n        pass"
GIVEN = "import os\nassert os.environ.get('READY') == 'yes', 'not ready'"
Grade = Callable[[], SubmissionResult]


@pytest.fixture
def grade(laid: Course, monkeypatch: pytest.MonkeyPatch) -> Grade:
    """Grades ben's submission in this process, and gives its result."""
    monkeypatch.chdir(laid.root)  # grading leads elsewhere
    monkeypatch.setattr("grader.kernel.connection.GRACE", 1.0)

    def grade() -> SubmissionResult:
        batch.prepare(laid, "double")
        attempt.grade_one(str(laid.root), "double", "ben")
        return results.from_json(laid.result_file("double", "ben").read_text())

    return grade


@pytest.mark.parametrize("student", ["[b]en", "ben*", "b?n", "=1+1", "a\\b"])
def test_a_name_that_is_a_pattern_is_a_name(laid: Course, monkeypatch: pytest.MonkeyPatch, student: str) -> None:
    monkeypatch.chdir(laid.root)
    hand_in(laid, WRONG)
    hand_in(laid, RIGHT, student)
    batch.prepare(laid, "double")
    attempt.grade_one(str(laid.root), "double", student)
    result = results.from_json(laid.result_file("double", student).read_text())
    assert (result.student, result.status, result.score) == (student, Status.GRADED, 4)
    assert (laid.root / "feedback" / student / "double" / "double.html").is_file()


def begin_with(course: Course, source: str) -> None:
    """Give out a cell before all others."""
    for room in ("source", "release"):
        notebook = read_notebook(course.notebook("double", room))
        notebook.cells.insert(0, new_code_cell(source, id="given"))
        nbformat.write(notebook, course.notebook("double", room))


def hand_in(course: Course, answer: str, student: str = "ben") -> Path:
    notebook = read_notebook(course.notebook("double", "release"))
    next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")).source = answer
    path = course.root / "submitted" / student / "double" / "double.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def change_settings(course: Course, text: str) -> None:
    path = course.root / CONFIG
    path.write_text(f"{path.read_text()}\n{text}\n")


def page(course: Course) -> str:
    return (course.root / "feedback" / "ben" / "double" / "double.html").read_text()


def auto_score(course: Course) -> float | None:
    with Gradebook(course.database) as gradebook:
        return gradebook.find_grade("double", "double", "double", "ben").auto_score


def waits(course: Course) -> bool:
    """Whether the formgrader shows that a person has to grade the task."""
    with Gradebook(course.database) as gradebook:
        return bool(gradebook.find_grade("double", "double", "double", "ben").needs_manual_grade)


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


def test_nothing_old_stays_under_what_cannot_be_read(laid: Course, grade: Grade) -> None:
    path = hand_in(laid, RIGHT)
    assert grade().score == 4
    path.write_text("half of a noteb")
    result = grade()
    assert (result.status, auto_score(laid)) == (Status.NEEDS_ATTENTION, None)
    assert is_current(laid, "double", "ben")
    assert "could not be graded" in page(laid)
    assert "4&nbsp;/&nbsp;4" not in page(laid)
    assert not (laid.root / "autograded" / "ben" / "double").exists()


@pytest.mark.parametrize("answer", [WRONG, None], ids=["wrong", "unreadable"])
def test_what_people_gave_and_wrote_is_kept_for_another_look(laid: Course, grade: Grade, answer: str | None) -> None:
    path = hand_in(laid, RIGHT)
    grade()
    with Gradebook(laid.database) as gradebook:
        for name, points in (("double", 3.5), ("why", 2.0)):
            mark = gradebook.find_grade(name, "double", "double", "ben")
            mark.manual_score, mark.extra_credit, mark.needs_manual_grade = points, 0.5, False
        gradebook.find_comment("why", "double", "double", "ben").manual_comment = "Well said."
        gradebook.db.commit()
    path.write_text("{}") if answer is None else hand_in(laid, answer)
    grade()
    with Gradebook(laid.database) as gradebook:
        marks = {name: gradebook.find_grade(name, "double", "double", "ben") for name in ("double", "why")}
        assert [mark.manual_score for mark in marks.values()] == [3.5, 2.0]
        assert [mark.extra_credit for mark in marks.values()] == [0.5, 0.5]
        assert all(mark.needs_manual_grade for mark in marks.values())
        assert gradebook.find_comment("why", "double", "double", "ben").manual_comment == "Well said."
    assert auto_score(laid) == (None if answer is None else 1)


def penalised(course: Course) -> tuple[object, object, float]:
    with Gradebook(course.database) as gradebook:
        submission = gradebook.find_submission("double", "ben")
        return submission.timestamp, submission.assignment.duedate, submission.late_submission_penalty or 0.0


def test_what_made_a_submission_late_is_forgotten_once_it_is_gone(laid: Course) -> None:
    late = datetime(2030, 1, 1)
    with Gradebook(laid.database) as gradebook:
        gradebook.update_or_create_student("ben")
        gradebook.update_or_create_assignment("double", duedate=datetime(2029, 1, 1))
        submission = gradebook.update_or_create_submission("double", "ben", timestamp=late)
        submission.notebooks[0].late_submission_penalty = 3.0
        gradebook.db.commit()
    assert penalised(laid) == (late, datetime(2029, 1, 1), 3.0)
    attempt.reset(laid, "double", "ben")
    batch.prepare(laid, "double")  # the settings name no due date
    assert penalised(laid) == (None, None, 0.0)


def test_plain_nbgrader_goes_by_our_reading_of_the_time(laid: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(laid.root)
    hand_in(laid, RIGHT).with_name("timestamp.txt").write_text("2024-04-17 22:55:00")  # nbgrader: UTC
    assert api(laid).autograde("double", "ben")["success"]
    assert penalised(laid)[0] == datetime(2024, 4, 17, 20, 55)
    hand_in(laid, RIGHT).with_name("timestamp.txt").write_text("2024-04-17 22:55:00 CEST")
    assert api(laid).autograde("double", "ben", force=True)["success"]
    assert penalised(laid)[0] is None
    result = results.from_json(laid.result_file("double", "ben").read_text())
    assert "timestamp.txt" in " ".join(result.notes)


def test_a_submission_is_read_once_and_its_result_written_once(laid: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(laid.root)
    hand_in(laid, RIGHT)
    batch.prepare(laid, "double")
    known = batch.changed(laid, "double", ["ben"])["ben"]
    written: list[Path] = []
    replace = Path.replace

    def noted(draft: Path, place: Path) -> Path:
        written.append(Path(place))
        return replace(draft, place)

    monkeypatch.setattr("grader.intake.content.read", lambda path: pytest.fail("it was read again"))
    monkeypatch.setattr(Path, "replace", noted)
    attempt.grade_one(str(laid.root), "double", "ben", known=known)
    assert written.count(laid.result_file("double", "ben")) == 1
    assert results.from_json(laid.result_file("double", "ben").read_text()).inputs == known.inputs


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
