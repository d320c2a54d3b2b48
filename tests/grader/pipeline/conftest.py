"""What tests of the pipeline share: a class of two that was graded, and how one submission is."""

import pytest

from grader.course import Course
from tests.support import one_submission
from tests.support.one_submission import Grade
from tests.support.released_again import enter


@pytest.fixture
def graded(laid: Course) -> Course:
    """Ada's written answer was marked by hand, Ben's was not."""
    enter(laid)
    return laid


@pytest.fixture
def grade(laid: Course, monkeypatch: pytest.MonkeyPatch) -> Grade:
    """Grades ben's submission in this process, and gives its result."""
    monkeypatch.chdir(laid.root)  # grading leads elsewhere
    monkeypatch.setattr("grader.kernel.connection.GRACE", 1.0)
    return lambda: one_submission.grade(laid)
