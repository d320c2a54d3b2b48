"""A title is taken for another assignment's only where it clearly is one."""

import pytest

from grader.errors import CourseError
from grader.handin.platforms.titles import require_own


@pytest.mark.parametrize(
    "title", ["HW3", "ADL-HW03-12", "Homework 3", "Assignment 2 (hw 3)", "Exercise 7", "2024", "", "hw"]
)
def test_a_title_that_can_be_the_assignments_passes(title: str) -> None:
    require_own(title, "hw3", "x.zip")
    require_own(title, "warmup", "x.zip")


@pytest.mark.parametrize("title", ["HW2", "ADL-hw_2-123.zip", "Homework 12", "HW 4"])
def test_another_assignments_title_is_refused(title: str) -> None:
    with pytest.raises(CourseError, match=r"not hw3. Take the download of hw3"):
        require_own(title, "hw3", "x.zip")
