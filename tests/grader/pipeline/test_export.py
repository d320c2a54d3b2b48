"""The table of `nbgrader export`: what is not known yet is empty, and nothing in it is a formula."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.course import Course
from grader.pipeline import attempt
from grader.results import CheckResult, Outcome, Status, SubmissionResult, TaskResult
from grader.storage.result_files import save

pytestmark = [pytest.mark.kernel, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]  # nbgrader's own
NBGRADER = Path(sys.executable).with_name("nbgrader")


def enter(course: Course, student: str, auto: float | None, by_hand: float | None, **names: str) -> None:
    """Put a submission into the gradebook that has been graded."""
    with Gradebook(course.database) as gradebook:
        gradebook.update_or_create_student(student, **names)
        gradebook.update_or_create_submission("double", student, timestamp="2024-04-17 20:55:00 UTC")
        grades = {grade.name: grade for grade in gradebook.find_submission("double", student).notebooks[0].grades}
        grades["double"].auto_score, grades["double"].needs_manual_grade = auto, auto is None
        grades["why"].manual_score, grades["why"].needs_manual_grade = by_hand, by_hand is None
        gradebook.db.commit()


@pytest.fixture(scope="module")
def rows(laid_once: Course, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The table as the real command writes it, by student."""
    course = Course(Path(shutil.copytree(laid_once.root, tmp_path_factory.mktemp("export") / "course")))
    enter(course, "ada", 4.0, 1.5, last_name="Lovelace, Countess", first_name='=HYPERLINK("x")')
    enter(course, "ben", 4.0, None)  # nobody has marked the written answer
    enter(course, "cay", None, 2.0)
    enter(course, "dee", 4.0, 2.0)
    save(course, SubmissionResult("double", Status.NEEDS_ATTENTION, 4.0, 4.0, student="dee", reason="time"))
    for student, manual in (("hal", None), ("ida", 3.0)):  # one waits for a mark, one has it
        enter(course, student, 1.0, 2.0)
        with Gradebook(course.database) as gradebook:
            grade = gradebook.find_grade("double", "double", "double", student)
            grade.manual_score, grade.needs_manual_grade = manual, manual is None
            gradebook.db.commit()
        broken = TaskResult("double", 1.0, 4.0, (CheckResult("It doubles", Outcome.INTERNAL, 0.0, 3.0),))
        save(course, SubmissionResult("double", Status.INTERNAL_ERROR, 1.0, 4.0, (broken,), student=student))
    attempt.fail(course, "double", "eve", "it cannot be read")
    (course.root / "submitted" / "fay" / "double").mkdir(parents=True)
    with Gradebook(course.database) as gradebook:
        gradebook.update_or_create_student("fay")
        gradebook.update_or_create_student("gus")
    done = subprocess.run([NBGRADER, "export"], cwd=course.root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "6 scores are not final" in done.stderr
    with (course.root / "grades.csv").open(newline="", encoding="utf-8") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def test_a_score_is_written_where_it_is_final(rows: dict[str, dict[str, str]]) -> None:
    assert [float(rows["ada"][name]) for name in ("raw_score", "score", "max_score")] == [5.5, 5.5, 6.0]
    assert rows["ada"]["timestamp"] == "2024-04-17 20:55:00"


@pytest.mark.parametrize("student", ["ben", "cay", "dee", "eve", "fay", "hal"])
def test_a_score_that_is_not_final_is_empty(rows: dict[str, dict[str, str]], student: str) -> None:
    assert [rows[student][name] for name in ("raw_score", "late_submission_penalty", "score")] == ["", "", ""]


def test_what_could_not_be_judged_is_final_once_a_person_has_marked_it(rows: dict[str, dict[str, str]]) -> None:
    assert float(rows["ida"]["score"]) == 5


def test_who_handed_in_nothing_has_nothing(rows: dict[str, dict[str, str]]) -> None:
    assert float(rows["gus"]["score"]) == 0


def test_names_are_quoted_and_never_formulas(rows: dict[str, dict[str, str]]) -> None:
    assert rows["ada"]["last_name"] == "Lovelace, Countess"
    assert rows["ada"]["first_name"] == '\'=HYPERLINK("x")'
