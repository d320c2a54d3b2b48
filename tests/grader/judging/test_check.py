"""`grader check` judges a file or a folder by the road that grading takes."""

import zipfile

import nbformat
import pytest

from grader.judging.check import check
from grader.judging.examine import assignment_of
from grader.notebooks import read_notebook
from grader.result_text import lines
from tests.support.staged import hand_in


@pytest.mark.kernel
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_when_a_folder_or_a_zip_is_checked_then_its_notebook_is_judged_beside_its_files(little, form):
    handed_in = hand_in(little)
    notebook = read_notebook(handed_in / "double.ipynb")
    answer = next(c for c in notebook.cells if c.id == "task-1-answer")
    answer.source = "from helpers import two\n\ndef double(number):\n    return two * number"
    nbformat.write(notebook, handed_in / "mine.ipynb")
    (handed_in / "double.ipynb").unlink()
    path = handed_in
    if form == "zip":
        path = handed_in.parent / "mine.zip"
        with zipfile.ZipFile(path, "w") as target:
            for name in ("mine.ipynb", "helpers.py"):
                target.write(handed_in / name, name)
    result, _ = check(little, assignment_of(little, path), path)
    assert result.score == 4
    assert result.notes[0].endswith("it should be called 'double.ipynb'.")


@pytest.mark.kernel
def test_the_staff_reads_which_hidden_test_broke_and_where(little):
    hidden = little.root / "tests" / "double" / "test_double.py"
    hidden.write_text(hidden.read_text().replace("reference.twice", "reference.thrice"))
    result, _ = check(little, "double", little.notebook("double", "solutions"))
    shown = "\n".join(lines(result))
    assert "double: 1 of 4 points so far; 3 could not be graded yet, a person will look\n" in shown
    assert "internal error: 1 of 4 automatic points\n  a hidden test of double failed to judge" in shown
    assert "its 3 points are not counted so far\n" in shown
    assert "  The double is right for any number: AttributeError: module" in shown
    assert "(test_double.py:" in shown
