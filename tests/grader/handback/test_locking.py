"""One hand-back of an assignment runs at a time, and the next one may as soon as it has ended, however it ended."""

import pytest
from filelock import Timeout

from grader.course import Course
from grader.errors import CourseError
from grader.handback.locking import held
from grader.storage import locks


def test_a_second_hand_back_is_refused_and_another_assignment_s_is_not(little: Course) -> None:
    with held(little, "double"):
        with pytest.raises(CourseError, match="double: another hand-back is under way"), held(little, "double"):
            pytest.fail("it runs")
        with held(little, "halve"):
            pass


def test_after_an_error_the_next_one_may_run(little: Course) -> None:
    with pytest.raises(ValueError, match="odd"), held(little, "double"):
        raise ValueError("odd")
    with held(little, "double"), pytest.raises(Timeout):
        locks.hand_back(little, "double").acquire(timeout=0)
