"""One hand-back of an assignment at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import Timeout

from grader.course import Course
from grader.errors import CourseError
from grader.storage import locks


@contextmanager
def held(course: Course, assignment: str) -> Iterator[None]:
    """Keep other hand-backs of an assignment out for as long as a block lasts.

    Raises:
        CourseError: one is under way.
    """
    lock = locks.hand_back(course, assignment)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise CourseError(assignment, "another hand-back is under way", "Wait until it has ended.") from error
    try:
        yield
    finally:
        lock.release()
