"""The statements about a release that only its execution can prove; each test starts one kernel or two."""

import pytest

from grader.course import Course
from grader.errors import CourseError, ReleaseError
from grader.notebooks import read_notebook
from grader.release import proof

pytestmark = pytest.mark.kernel


def replace(course: Course, file: str, old: str, new: str) -> None:
    path = course.root / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def unsolved(course: Course) -> str:
    return proof._unsolved_earns_nothing(course, "double", read_notebook(course.notebook("double")))


def test_when_a_release_is_as_it_must_be_then_the_proof_says_so(little):
    proven = proof.prove(little, "double")
    assert proven[1:] == [
        "no outputs",
        "grade cells and hidden files, one to one: 1",
        "unsolved: 0 of 4 points, and every task raises its own NotImplementedError",
        "solved: 4 of 4 points, and no cell raises",
        "questions: there is no other task that they could solve",
    ]


def test_when_the_unsolved_release_earns_points_then_it_is_refused(little):
    replace(little, "tests/double/test_double.py", 'eval("double(0)")', 'eval("0")')
    with pytest.raises(ReleaseError, match="double: the unsolved release earns 1 points"):
        unsolved(little)


def test_when_a_task_does_not_raise_its_own_stub_then_it_is_refused(little):
    replace(little, "release/double/double.ipynb", "Task 1: double", "Task 2: halve")
    with pytest.raises(ReleaseError, match=r"it does not raise NotImplementedError\('Task 1: double'\)"):
        unsolved(little)


def test_when_the_points_do_not_sum_then_it_is_refused(little):
    replace(little, "tests/double/test_double.py", "points(3)", "points(2.5)")
    with pytest.raises(CourseError, match=r"worth 3\.5 points, its cell 4"):
        unsolved(little)


def test_when_the_solution_fails_a_hidden_test_then_it_is_refused(little):
    replace(little, "tests/double/reference.py", "2 * any_number", "3 * any_number")
    with pytest.raises(ReleaseError, match="does not pass 'The double is right for any number'"):
        proof._solution_earns_all(little, "double")


def test_when_a_cell_of_the_solution_raises_then_it_is_refused(little):
    replace(little, "solutions/double/double.ipynb", "assert double(2) == 4", "assert double(2) == 5")
    replace(little, "release/double/double.ipynb", "assert double(2) == 4", "assert double(2) == 5")
    with pytest.raises(ReleaseError, match="cell task-1-check: it raises in the solution"):
        proof._solution_earns_all(little, "double")
