"""Each layer between a submission and its grade, taken away: links, other names and scores."""

import os
import shutil
from collections.abc import Callable

import nbformat
import pytest
from nbgrader.api import Gradebook

from grader.batch import batch
from grader.course import CONFIG, Course
from grader.files.tree import Tree
from grader.notebooks import read_notebook
from grader.pipeline import attempt, exporter
from grader.pipeline.converters import api

EVER_EQUAL = """
class Any:
    def __eq__(self, other):
        return True
def double(number):
    return Any()
"""


@pytest.fixture
def graded(laid: Course, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[str, float]]:
    """Grades an answer as the course's settings say: what is autograded of it, as text, and the task's points."""
    monkeypatch.chdir(laid.root)  # grading leads elsewhere

    def graded(student: str, answer: str) -> tuple[str, float]:
        notebook = read_notebook(laid.notebook("double", "release"))
        next(cell for cell in notebook.cells if cell.cell_type == "code").source = answer
        folder = laid.root / "submitted" / student / "double"
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / "double.ipynb")
        batch.prepare(laid, "double")
        attempt.grade_one(str(laid.root), "double", student)
        found = [path for path in (laid.root / "autograded" / student / "double").rglob("*") if path.is_file()]
        with Gradebook(laid.database) as gradebook:
            points = gradebook.find_grade("double", "double", "double", student).auto_score
        return "\n".join(path.read_text() for path in found), points

    return graded


def change(course: Course, old: str, new: str) -> None:
    """Change the course's settings in one place."""
    path = course.root / CONFIG
    assert path.read_text().count(old) == 1
    path.write_text(path.read_text().replace(old, new))


@pytest.mark.filterwarnings("ignore")
def test_links_in_a_submission(laid: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    target = laid.root / "tests" / "double" / "reference.py"
    secret = "Slow but sure"
    assert secret in target.read_text()
    batch.prepare(laid, "double")

    def copied(student: str) -> bool:
        """Whether nbgrader, run without `grader`, copies what a link in the submission points to."""
        folder = laid.root / "submitted" / student / "double"
        shutil.copytree(laid.root / "release" / "double", folder)
        (folder / "data").symlink_to(target)
        api(Course(laid.root)).autograde("double", student, force=True, create=True)
        found = laid.root / "autograded" / student / "double"
        assert (found / "double.ipynb").is_file()
        return any(secret in path.read_text() for path in found.rglob("*") if path.is_file())

    assert not copied("ada")
    replace = exporter._replace
    monkeypatch.setattr(exporter, "_replace", lambda *folders: None)
    assert not copied("ben")
    change(laid, 'c.Autograde.pre_convert_hook = "grader.pipeline.exporter.prepare"\n', "")
    assert copied("cleo")
    monkeypatch.setattr(exporter, "_replace", replace)
    assert not copied("dan")


@pytest.mark.usefixtures("unlimited")
@pytest.mark.filterwarnings("ignore")
def test_other_names_of_our_files_in_a_submission(laid: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    target = laid.root / "tests" / "double" / "reference.py"
    batch.prepare(laid, "double")

    def graded(student: str) -> tuple[str, bool]:
        """What nbgrader, run without `grader`, says, and whether it copies what another name stands for."""
        folder = laid.root / "submitted" / student / "double"
        shutil.copytree(laid.root / "release" / "double", folder)
        os.link(target, folder / "data")
        said = str(api(Course(laid.root)).autograde("double", student, force=True, create=True))
        found = (laid.root / "autograded" / student / "double").rglob("*")
        os.unlink(folder / "data")
        return said, any(target.read_bytes() == path.read_bytes() for path in found if path.is_file())

    said, copied = graded("ada")
    assert "data is a hard link to tests/double/reference.py" in said
    assert not copied
    monkeypatch.setattr(exporter, "borrowed", lambda course, folder: None)
    assert not graded("ben")[1]
    monkeypatch.setattr(Tree, "owns", lambda tree, seen: True)
    assert graded("cleo")[1]


@pytest.mark.filterwarnings("ignore")
def test_scores_kept_beside_the_notebook(laid: Course, graded: Callable[..., tuple[str, float]]) -> None:
    assert graded("ada", EVER_EQUAL)[1] == 0
    change(laid, '"grader.pipeline.save_results.SaveResults"', '"nbgrader.preprocessors.SaveAutoGrades"')
    assert graded("ben", EVER_EQUAL)[1] == 4
