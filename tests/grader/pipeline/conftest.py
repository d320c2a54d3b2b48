"""What tests of the gradebook share: a class of two that was graded."""

import pytest

from grader.course import Course
from tests.support.released_again import enter


@pytest.fixture
def graded(laid: Course) -> Course:
    """Ada's written answer was marked by hand, Ben's was not."""
    enter(laid)
    return laid
