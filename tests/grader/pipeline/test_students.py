"""Students of the class list in nbgrader's gradebook."""

from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.course import Course
from grader.errors import CourseError
from grader.pipeline.students import Entered, enter_students
from grader.roster import Student
from tests.support.made_up_class import configure, open_gradebook

pytestmark = pytest.mark.gradebook
ADA = Student("ada", "Ada", "Lovelace", "ada@example.org", "101")


def entered(course: Course) -> dict[str, tuple[str | None, ...]]:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        return {row.id: (row.first_name, row.last_name, row.email, row.lms_user_id) for row in gradebook.students}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    configure(tmp_path)
    return Course(tmp_path)


def test_a_gradebook_is_made_where_there_is_none_and_the_same_list_changes_nothing(course: Course) -> None:
    assert enter_students(course, [ADA, Student("ben")]) == Entered(added=("ada", "ben"))
    assert entered(course) == {
        "ada": ("Ada", "Lovelace", "ada@example.org", "101"),
        "ben": (None, None, None, None),
    }
    before = (course.root / "gradebook.db").read_bytes()
    assert enter_students(course, [ADA, Student("ben")]) == Entered()
    assert (course.root / "gradebook.db").read_bytes() == before


def test_nobody_is_removed_and_an_empty_cell_changes_nothing(course: Course) -> None:
    with open_gradebook(course.root) as book:
        book.add_student("ada", first_name="Augusta", email="kept@example.org")
        book.add_student("gone", first_name="Still", last_name="Here")
    found = enter_students(course, [Student("ada", "Ada", "Lovelace")])
    assert found == Entered(changed=("ada",), others=("gone",))
    assert entered(course)["ada"] == ("Ada", "Lovelace", "kept@example.org", None)
    assert entered(course)["gone"] == ("Still", "Here", None, None)


def test_a_value_that_would_be_cut_is_refused_before_anything_is_written(course: Course) -> None:
    with pytest.raises(CourseError, match="the last_name of 'ben' is longer than 128 characters"):
        enter_students(course, [ADA, Student("ben", last_name="x" * 129)])
    assert not (course.root / "gradebook.db").exists()
