"""One submission, graded: what is left of it in gradebook, results and pages, once and again."""

from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader import results
from grader.batch import batch
from grader.course import Course
from grader.intake.fingerprint import is_current
from grader.pipeline import attempt
from grader.pipeline.converters import api
from grader.results import Status
from tests.support.one_submission import RIGHT, WRONG, Grade, auto_score, hand_in, page

pytestmark = [pytest.mark.kernel, pytest.mark.filterwarnings("ignore")]


def penalised(course: Course) -> tuple[object, object, float]:
    with Gradebook(course.database) as gradebook:
        submission = gradebook.find_submission("double", "ben")
        return submission.timestamp, submission.assignment.duedate, submission.late_submission_penalty or 0.0


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
