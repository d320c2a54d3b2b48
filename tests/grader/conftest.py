"""Classes that several rooms look at: made once, and copied for each test that changes one."""

import shutil
from pathlib import Path

import pytest

from grader.course import Course
from tests.support.handed_back import make_course
from tests.support.late_class import late_class


@pytest.fixture(scope="session")
def graded_class_once(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with a class whose results are final, or wait for a person."""
    return make_course(tmp_path_factory.mktemp("class") / "course")


@pytest.fixture
def graded_class(graded_class_once: Course, tmp_path: Path) -> Course:
    """Such a course of a test's own."""
    return Course(Path(shutil.copytree(graded_class_once.root, tmp_path / "course")))


@pytest.fixture(scope="session")
def late_class_once(laid_once: Course, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with a class that handed in at various times."""
    return late_class(Course(Path(shutil.copytree(laid_once.root, tmp_path_factory.mktemp("late") / "course"))))


@pytest.fixture
def late_course(late_class_once: Course, tmp_path: Path, unlimited: None) -> Course:
    """Such a course of a test's own."""
    return Course(Path(shutil.copytree(late_class_once.root, tmp_path / "course")))
