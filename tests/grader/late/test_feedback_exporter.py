"""The page that nbgrader makes tells lateness as the page of the report does."""

import pytest

from grader.course import Course
from grader.pipeline import attempt
from grader.pipeline.converters import generate_feedback
from grader.reports.renewal import renew_pages
from tests.support.late_class import NAME, page_of, text_of

pytestmark = [pytest.mark.gradebook, pytest.mark.filterwarnings("ignore")]  # as nbgrader's own libraries warn


def test_the_page_that_nbgrader_makes_is_the_same(late_course: Course) -> None:
    renew_pages(late_course, NAME)
    before = {student: page_of(late_course, student).read_bytes() for student in ("ada", "cy", "emil")}
    for student, page in before.items():
        page_of(late_course, student).unlink()
        generate_feedback(late_course, NAME, student)
        assert page_of(late_course, student).read_bytes() == page


@pytest.mark.kernel
def test_a_page_that_grading_made_need_not_be_renewed(late_course: Course) -> None:
    for student in ("ada", "cy", "emil"):
        attempt.grade_one(str(late_course.root), NAME, student)
    assert "27 h late, one free day used, 3 h count: 10 % of 1.5 = 0.15 points" in text_of(late_course, "cy")
    before = {student: page_of(late_course, student).read_bytes() for student in ("ada", "cy", "emil")}
    renew_pages(late_course, NAME)
    assert {student: page_of(late_course, student).read_bytes() for student in before} == before
