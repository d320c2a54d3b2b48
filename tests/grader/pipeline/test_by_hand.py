"""Marks by hand are what the formgrader would enter, and what it could not enter is an error."""

import pytest
from nbgrader.api import Gradebook, MissingEntry

from grader.course import Course
from grader.pipeline.by_hand import mark

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own, about its models


def given(course: Course, student: str) -> tuple[float | None, bool, str | None]:
    with Gradebook(course.database) as book:
        grade = book.find_grade("why", "double", "double", student)
        comment = book.find_comment("why", "double", "double", student).manual_comment
        return grade.manual_score, grade.needs_manual_grade, comment


def test_points_and_comment_are_entered_and_the_task_is_done(graded: Course) -> None:
    mark(graded, "double", "ben", "why", 1.5, "Almost.")
    assert given(graded, "ben") == (1.5, False, "Almost.")
    assert given(graded, "ada")[0] == 1.5  # as it was
    mark(graded, "double", "ben", "why", 0)
    assert given(graded, "ben") == (0.0, False, None)


@pytest.mark.parametrize(("student", "task"), [("zoe", "why"), ("ben", "why-not")])
def test_what_is_not_in_the_gradebook_is_an_error(graded: Course, student: str, task: str) -> None:
    with pytest.raises(MissingEntry):
        mark(graded, "double", student, task, 1)
