"""A task is added after submissions were graded and marked: the real commands, from first to last."""

import subprocess
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from grader.course import Course
from grader.errors import ReleaseError
from grader.notebooks import read_notebook
from grader.pipeline.preparation import prepare
from tests.support import little_class

# What nbgrader's own add_submission makes of SQLAlchemy 2.
pytestmark = [pytest.mark.kernel, pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")]

PLAIN = {"grade": False, "locked": False, "schema_version": 3, "solution": False, "task": False}
ANSWER = """def triple(number):
    ### BEGIN SOLUTION Task 3: triple
    thrice = 3 * number
    return thrice
    ### END SOLUTION"""
HIDDEN = '''
import pytest

@pytest.mark.points(2)
def test_zero(submission):
    """The triple of two is six."""
    assert submission.eval("triple(2)") == 6, "Is it thrice as much?"
'''


def add_a_task(course: Course) -> None:
    """Add an automatic task to master and hidden tests."""
    notebook = read_notebook(course.notebook("double"))
    answer, check = new_code_cell(ANSWER, id="triple-answer"), new_code_cell("triple(1)", id="triple-check")
    answer.metadata["nbgrader"] = {**PLAIN, "grade_id": "triple-answer", "solution": True}
    check.metadata["nbgrader"] = {**PLAIN, "grade_id": "triple", "grade": True, "locked": True, "points": 2}
    notebook.cells += [answer, check]
    nbformat.write(notebook, course.notebook("double"))
    (course.root / "tests" / "double" / "test_triple.py").write_text(HIDDEN)


def release(course: Course, status: int = 0) -> str:
    command = [little_class.GRADER, "--course", course.root, "release", "double"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_when_a_task_is_added_after_grading_then_the_class_is_graded_and_marks_are_kept(laid: Course) -> None:
    little_class.hand_in(laid, "ada", "right")
    little_class.grade_here(laid, "ada")
    with Gradebook(laid.database) as gradebook:
        gradebook.find_grade("why", "double", "double", "ada").manual_score = 1.5
        gradebook.db.commit()
    add_a_task(laid)
    said = release(laid)
    assert "gradebook: added triple, triple-answer for 1 submission; manual points and comments" in said
    little_class.hand_in(laid, "ben", "right")
    said = little_class.grade(laid)
    assert "Judged 2; 0 unchanged" in said
    assert "Note:" not in said
    assert little_class.scores(laid) == {"ada": 4.0, "ben": 4.0}
    with Gradebook(laid.database) as gradebook:
        for student in ("ada", "ben"):
            assert gradebook.find_grade("triple", "double", "double", student).auto_score == 0.0
        assert gradebook.find_grade("why", "double", "double", "ada").manual_score == 1.5
    notebook = read_notebook(laid.notebook("double"))
    notebook.cells[3].metadata.nbgrader["grade_id"] = "because"
    nbformat.write(notebook, laid.notebook("double"))
    before = little_class.files(laid)
    said = release(laid, status=2)
    assert "Error: double: manual points or comments would be lost with the cells 'why' (ada). Give" in said
    assert little_class.files(laid) == before
    Path(laid.root, "release", "double", "double.ipynb").unlink()
    with pytest.raises(ReleaseError, match=r"would be lost with the cells 'why' \(ada\)"):
        prepare(laid, "double")
