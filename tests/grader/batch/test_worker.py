"""What a worker has done before a process is forked for a submission: once, until something of the course changes."""

from pathlib import Path

import pytest

from grader.batch.worker import preparations
from grader.course import CONFIG, Course
from grader.intake.fingerprint import course_digest
from grader.process.call import Preparation


def ordered(course: Course) -> Preparation:
    return preparations(course, "double", course_digest(course, "double"))[0]


@pytest.mark.parametrize("part", ["release/double/double.ipynb", "tests/double/test_double.py", CONFIG])
def test_whatever_changes_in_the_course_is_another_preparation(little: Course, part: str) -> None:
    before = ordered(little)
    assert ordered(little) == before
    with (little.root / part).open("a") as file:
        file.write("\n")
    assert ordered(little) != before


def test_another_course_or_assignment_is_another_preparation(little: Course, tmp_path: Path) -> None:
    other = preparations(little, "other", "")[0]
    assert len({preparations(little, "double", "")[0], other, preparations(Course(tmp_path), "double", "")[0]}) == 3


def test_the_steps_are_prepared_once_and_the_kernels_process_each_time(little: Course) -> None:
    steps, kernels = preparations(little, "double", "")
    assert (steps.each, kernels.each) == (False, True)


def test_what_is_prepared_is_what_a_submission_finds(little: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[str, object, str]] = []
    monkeypatch.setattr("grader.pipeline.warm.warm", lambda root, assignment: done.append(("steps", root, assignment)))
    kernels = lambda course, assignment: done.append(("kernels", course.root, assignment))  # noqa: E731
    monkeypatch.setattr("grader.judging.notebook.warm_up", kernels)
    for each in preparations(little, "double", "digest"):
        each.function(*each.arguments)
    assert done == [("steps", str(little.root), "double"), ("kernels", little.root, "double")]
