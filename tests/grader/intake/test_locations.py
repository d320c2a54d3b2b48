"""What is handed in lies in the right place, is found in another that leaves no doubt, or is told with its place."""

import shutil
from pathlib import Path

import nbformat
import pytest

from grader.course import Course
from grader.errors import UnreadableSubmission
from grader.intake import submissions
from grader.intake.fingerprint import fingerprint
from grader.notebooks import read_notebook
from grader.process import limited
from grader.reports.grade_sheet import Standing, read_grade_sheet


def notebook(course: Course, path: Path) -> Path:
    """Hand in the solved notebook at a path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found = read_notebook(course.notebook("double", "release"))
    found.cells[1].source = "def double(number):\n    return 2 * number"
    nbformat.write(found, path)
    return path


def zipped(course: Course, path: Path) -> Path:
    """Hand in the solved notebook in a zip."""
    shutil.make_archive(
        str(path.with_suffix("")), "zip", notebook(course, path.parent / ".tmp" / "double.ipynb").parent
    )
    shutil.rmtree(path.parent / ".tmp")
    return path


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("double/double.ipynb", "double"),
        ("double/deep/er.ipynb", "double"),
        ("DOUBLE/double.ipynb", "DOUBLE"),
        ("double.ipynb", "double.ipynb"),
        ("Double.ipynb", "Double.ipynb"),
        ("my double-final.ipynb", "my double-final.ipynb"),
        ("double.zip", "double.zip"),
        ("upload.zip", "upload.zip"),
    ],
)
def test_what_leaves_no_doubt_is_graded_with_a_note(little: Course, name: str, place: str) -> None:
    path = little.root / "submitted" / "ada" / name
    zipped(little, path) if name.endswith(".zip") else notebook(little, path)
    assert submissions.places(little, "double") == {"ada": little.root / "submitted" / "ada" / place}
    assert submissions.misplaced(little, "double") == {}
    (little.root / "submitted" / "ada" / Path(place).parent / "timestamp.txt").write_text("2024-04-17 20:55:00 UTC")
    before = fingerprint(little, "double", "ada").inputs
    with submissions.staged(little, "double", "ada") as prepared:
        folder = Path(prepared.config.CourseDirectory.submitted_directory, "ada", "double")
        assert read_notebook(folder / "double.ipynb").cells[1].source.startswith("def double")
        assert (folder / "timestamp.txt").is_file() == (place != "double" and place != "DOUBLE")
        noted = [note for note in prepared.config.SubmissionExporter.notes if note.startswith("It was found as")]
        assert len(noted) == (place != "double")
    path.write_bytes(path.read_bytes() + b"\n")
    assert fingerprint(little, "double", "ada").inputs != before


@pytest.mark.parametrize(
    ("names", "where"),
    [
        (["ada/double 1/x.ipynb"], "ada"),
        (["ada/a.ipynb", "ada/b.ipynb"], "ada"),
        (["ada/DOUBLE/x.ipynb", "ada/double.ipynb"], "ada"),
        (["x.ipynb"], "x.ipynb"),
        (["double/ada/double.ipynb"], "double"),
        (["double/ada.ipynb"], "double"),
    ],
)
def test_what_leaves_doubt_needs_attention_with_its_place(little: Course, names: list[str], where: str) -> None:
    for name in names:
        notebook(little, little.root / "submitted" / name)
    assert submissions.places(little, "double") == {}
    [(told, what)] = submissions.misplaced(little, "double").items()
    assert told == where
    assert "Move what is to be graded into submitted/" in what
    row = next(row for row in read_grade_sheet(little.root, "double").rows if row.student == where)
    assert row.standing is Standing.NEEDS_ATTENTION
    assert row.reason == what


def test_a_zip_of_a_learning_platform_needs_attention(little: Course) -> None:
    zipped(little, little.root / "submitted" / "all.zip")
    assert list(submissions.misplaced(little, "double")) == ["all.zip"]


def test_an_unreadable_notebook_with_the_assignments_name_is_graded_and_refused(little: Course) -> None:
    path = notebook(little, little.root / "submitted" / "ada" / "double.ipynb")
    path.write_text('{"cells": [')
    with pytest.raises(UnreadableSubmission, match="truncated"), submissions.staged(little, "double", "ada"):
        pass


def test_an_empty_folder_does_not_hide_what_lies_beside_it(little: Course) -> None:
    path = notebook(little, little.root / "submitted" / "ada" / "double.ipynb")
    (path.parent / "double").mkdir()
    assert submissions.places(little, "double") == {"ada": path}


def test_what_lies_beside_the_folder_that_is_graded_is_told(little: Course) -> None:
    path = notebook(little, little.root / "submitted" / "ada" / "double.ipynb")
    notebook(little, path.parent / "double" / "double.ipynb")
    with submissions.staged(little, "double", "ada") as prepared:
        [note] = prepared.config.SubmissionExporter.notes
    assert "'submitted/ada/double.ipynb' is next to the folder 'double'" in note


def test_another_name_of_a_hidden_file_is_no_submission(little: Course) -> None:
    folder = little.root / "submitted" / "ada"
    folder.mkdir(parents=True)
    (folder / "double.ipynb").hardlink_to(little.notebook("double", "source"))
    with pytest.raises(UnreadableSubmission, match="hard link to"), submissions.staged(little, "double", "ada"):
        pass


def test_other_homework_is_none_of_this(little: Course) -> None:
    other = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print('something else altogether')")])
    for name in ("ada/warmup.ipynb", "warmup.ipynb"):
        path = little.root / "submitted" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(other, path)
    assert submissions.places(little, "double") == submissions.misplaced(little, "double") == {}


def test_a_file_that_takes_too_long_to_look_into_is_told(little: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.intake.locations.LOOKING", -limited.GRACE)
    notebook(little, little.root / "submitted" / "ada" / "mine.ipynb")
    assert list(submissions.misplaced(little, "double")) == ["ada"]


@pytest.mark.parametrize("name", ["double.pdf", "Double.py", "scan.pdf"])
def test_a_document_alone_is_told(little: Course, name: str) -> None:
    path = little.root / "submitted" / "ada" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"something")
    assert repr(f"submitted/ada/{name}") in submissions.misplaced(little, "double")["ada"]
    notebook(little, path.with_name("double.ipynb"))
    assert submissions.students(little, "double") == ["ada"]


@pytest.mark.parametrize("name", ["Double", "double.ipynb"])
def test_a_link_in_the_place_of_a_submission_is_not_followed_but_told(little: Course, name: str) -> None:
    folder = little.root / "submitted" / "ada"
    folder.mkdir(parents=True)
    target = little.notebook("double", "solutions")
    (folder / name).symlink_to(target if "." in name else target.parent)
    assert submissions.students(little, "double") == []
    assert repr(f"submitted/ada/{name}") in submissions.misplaced(little, "double")["ada"]


def test_one_loose_notebook_is_not_taken_for_several(little: Course) -> None:
    shutil.copy(little.notebook("double"), little.root / "source" / "double" / "second.ipynb")
    notebook(little, little.root / "submitted" / "ada" / "double.ipynb")
    assert submissions.students(little, "double") == []
    assert "submitted/ada/double.ipynb" in submissions.misplaced(little, "double")["ada"]
