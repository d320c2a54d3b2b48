"""The answers that are compared are those that would be graded, whatever was done to the file."""

import zipfile

import nbformat
import pytest

from grader.errors import CourseError
from grader.notebooks import read_notebook
from grader.reports.similarity import texts
from tests.grader.commands.test_similar import hand_in


def test_answers_are_found_as_grading_finds_them(little):
    hand_in(little, "plain", "def double(n): return n + n")
    bare = hand_in(little, "bare", "")
    notebook = read_notebook(bare)
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)
    notebook.cells = [nbformat.v4.new_code_cell("def double(x):\n    return x * 2")]
    nbformat.write(notebook, bare.rename(bare.with_name("Double (1).ipynb")))
    packed = hand_in(little, "packed", "double = lambda n: 2 * n")
    with zipfile.ZipFile(packed.with_name("double.zip"), "w") as archive:
        archive.write(packed, "double/double.ipynb")
    packed.unlink()
    found = texts.collect(little, "double")
    assert {answer.owner: answer.source for answer in found.tasks["double-answer"]} == {
        "plain": "def double(n): return n + n",
        "bare": "def double(x):\n    return x * 2",
        "packed": "double = lambda n: 2 * n",
    }
    assert (found.students, found.unread) == (3, {})


def test_what_cannot_be_read_is_told_with_its_reason_and_the_rest_goes_on(little):
    hand_in(little, "ada", "def double(n): return n + n")
    hand_in(little, "ben", "").write_bytes(b"%PDF-1.7")
    link = little.root / "submitted" / "eve"
    link.mkdir()
    (link / "double").symlink_to(little.root / "submitted" / "ada" / "double")
    seen: list[str] = []
    found = texts.collect(little, "double", done=seen.append)
    assert found.unread.keys() == {"ben", "eve"}
    assert "a PDF" in found.unread["ben"]
    assert "symbolic link" in found.unread["eve"]
    assert len(seen) == texts.count(little, "double", None) == 3


def test_an_earlier_class_may_be_files_folders_and_folders_in_folders(little, tmp_path):
    path = hand_in(little, "ada", "def double(n): return n + n")
    earlier = tmp_path / "earlier"
    for folder in (earlier / "ben", earlier / "eve" / "double"):
        folder.mkdir(parents=True)
        (folder / "double.ipynb").write_bytes(path.read_bytes())
    (earlier / "flat.ipynb").write_bytes(path.read_bytes())
    (earlier / "notes.txt").write_text("none of a student's")
    assert [name for name, _ in texts.handed_in(little, earlier, "double")] == ["ben", "eve", "flat.ipynb"]
    found = texts.collect(little, "double", earlier)
    assert (found.students, found.earlier, len(found.tasks["double-answer"])) == (1, 3, 4)


def test_an_assignment_without_code_is_refused(little):
    path = little.notebook("double", "release")
    notebook = read_notebook(path)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "code"]
    nbformat.write(notebook, path)
    with pytest.raises(CourseError, match="it has no code answers"):
        texts.collect(little, "double")
