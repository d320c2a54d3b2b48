"""Whose a notebook is of which another student's submission holds a second name."""

from pathlib import Path

import pytest

from grader.course import Course
from grader.errors import UnreadableSubmission
from grader.intake import submissions
from grader.intake.originals import original
from grader.reports.grade_sheet import read_grade_sheet
from tests.support import little_class

pytestmark = pytest.mark.filterwarnings("ignore")
NAME = little_class.NAME
NOTEBOOK = f"{NAME}.ipynb"


def folder(course: Course, student: str) -> Path:
    """Where a student's work lies, handed in."""
    little_class.hand_in(course, student, "right")
    return course.root / "submitted" / student / NAME


def test_a_notebook_in_its_place_is_its_students(little: Course) -> None:
    ada, eve = folder(little, "ada"), folder(little, "eve")
    (eve / "notes.txt").hardlink_to(ada / NOTEBOOK)
    (ada / "data.csv").write_text("1, 2")
    assert original(little, ada, [NOTEBOOK]) == NOTEBOOK
    assert original(little, eve, [NOTEBOOK]) is None
    with submissions.staged(little, NAME, "ada") as prepared:
        staged = Path(prepared.config.CourseDirectory.submitted_directory, "ada", NAME)
        assert {path.name for path in staged.iterdir()} == {NOTEBOOK, "data.csv"}
    with (
        pytest.raises(UnreadableSubmission, match=r"notes\.txt is a hard link"),
        submissions.staged(little, NAME, "eve"),
    ):
        pass


def test_of_two_notebooks_nobody_can_tell(little: Course) -> None:
    ada, eve = folder(little, "ada"), folder(little, "eve")
    (eve / NOTEBOOK).unlink()
    (eve / NOTEBOOK).hardlink_to(ada / NOTEBOOK)
    assert original(little, ada, [NOTEBOOK]) is None
    for student in ("ada", "eve"):
        with pytest.raises(UnreadableSubmission, match="is a hard link"), submissions.staged(little, NAME, student):
            pass


def test_a_name_outside_the_class_is_for_a_person(little: Course, tmp_path: Path) -> None:
    ada = folder(little, "ada")
    (tmp_path / "backup.ipynb").hardlink_to(ada / NOTEBOOK)
    assert original(little, ada, [NOTEBOOK]) is None


def test_its_other_files_may_have_no_other_names(little: Course) -> None:
    ada, eve = folder(little, "ada"), folder(little, "eve")
    (eve / "notes.txt").hardlink_to(ada / NOTEBOOK)
    (ada / "mine.py").hardlink_to(little.root / "tests" / NAME / "reference.py")
    with pytest.raises(UnreadableSubmission, match=r"mine.py is a hard link"), submissions.staged(little, NAME, "ada"):
        pass


@pytest.mark.slow
def test_the_honest_student_is_graded_and_the_other_is_told(laid: Course) -> None:
    ada, eve = folder(laid, "ada"), folder(laid, "eve")
    (eve / "stolen.ipynb").hardlink_to(ada / NOTEBOOK)
    little_class.grade_here(laid, "ada", "eve")
    rows = {row.student: row for row in read_grade_sheet(laid.root, NAME).rows}
    assert (rows["ada"].standing, rows["ada"].total) == ("graded", 4.0)
    assert (rows["eve"].standing, rows["eve"].total) == ("needs attention", None)
    assert "stolen.ipynb is a hard link" in rows["eve"].reason
