"""What has to be judged again: all that a result depends on counts, and nothing else."""

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.batch import batch
from grader.course import CONFIG, Course
from grader.intake.fingerprint import fingerprint
from grader.pipeline import preparation
from grader.results import Status, SubmissionResult
from grader.storage.result_files import save
from tests.support import little_class


@pytest.fixture
def judged(laid: Course) -> Course:
    """Two students with a result and an entry in the gradebook."""
    for student in ("ada", "ben"):
        little_class.hand_in(laid, student, "right")
        with Gradebook(laid.database) as gradebook:
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission("double", student)
        result = SubmissionResult("double", Status.GRADED, 4.0, 4.0, student=student)
        save(laid, dataclasses.replace(result, inputs=fingerprint(laid, "double", student).inputs))
    assert waiting(laid) == []
    return laid


def waiting(course: Course, force: bool = False) -> list[str]:
    return list(batch.changed(course, "double", ["ada", "ben"], force=force))


def extended(*parts: str) -> Callable[[Path], None]:
    """A change: one byte more in a file, which may be new."""

    def extend(root: Path) -> None:
        root.joinpath(*parts).parent.mkdir(parents=True, exist_ok=True)
        with root.joinpath(*parts).open("ab") as file:
            file.write(b"\n")

    return extend


def removed(*parts: str) -> Callable[[Path], None]:
    return lambda root: root.joinpath(*parts).unlink()


pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own, about its models
BOTH, ADA = ["ada", "ben"], ["ada"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "who"),
    [
        (extended("submitted", "ada", "double", "double.ipynb"), ADA),
        (extended("submitted", "ada", "double", "data", "new.csv"), ADA),
        (extended("submitted", "ada", "double", "timestamp.txt"), ADA),
        (extended("tests", "double", "test_double.py"), BOTH),
        (extended("tests", "double", "reference.py"), BOTH),
        (extended("release", "double", "double.ipynb"), BOTH),
        (extended("source", "double", "data.csv"), BOTH),  # nbgrader puts it beside each submission
        (extended(CONFIG), BOTH),
        (removed("gradebook.db"), BOTH),
        (removed("reports", "double", "results", "ada.json"), ADA),
        (extended("source", "double", "double.ipynb"), []),  # counts once it is released
        (extended("tests", "another", "test_another.py"), []),
        (extended("tests", "double", "__pycache__", "test_double.cpython-311.pyc"), []),
        (extended("submitted", "ada", "another", "another.ipynb"), []),
        (extended("reports", "double", "index.html"), []),
    ],
)
def test_when_something_changes_then_those_whose_result_depends_on_it_are_judged_again(judged, change, who):
    change(judged.root)
    preparation.prepare(Course(judged.root), "double")
    assert waiting(Course(judged.root)) == who


def test_when_it_is_forced_then_all_are_judged_but_those_whose_folder_names_nobody(judged):
    assert waiting(judged, force=True) == BOTH
    assert list(batch.changed(judged, "double", [" ada", "ben"], force=True)) == ["ben"]


def test_when_the_gradebook_lacks_a_submission_then_its_result_is_none(judged):
    with Gradebook(judged.database) as gradebook:
        gradebook.remove_submission("double", "ada")
    assert waiting(judged) == ADA
    assert not judged.result_file("double", "ada").exists()
    assert judged.result_file("double", "ben").exists()


def test_what_is_larger_than_grading_reads_counts_by_size_and_time(judged, monkeypatch):
    folder = judged.root / "submitted" / "ada" / "double"
    with (folder / "terabytes").open("wb") as file:
        file.truncate(2**42)
    (folder / "small").write_text("a")
    monkeypatch.setattr("grader.intake.content.MOST_BYTES", 2**20)
    known = fingerprint(judged, "double", "ada").inputs
    assert fingerprint(judged, "double", "ada").inputs == known
    os.utime(folder / "terabytes", (1, 1))
    assert fingerprint(judged, "double", "ada").inputs != known
    monkeypatch.setattr("grader.intake.content.MOST_FILES", 1)
    assert fingerprint(judged, "double", "ada").inputs != known
