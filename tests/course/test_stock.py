"""nbgrader's own example course, whose tests stand in its cells: the same scores here as with stock nbgrader."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import PyFileConfigLoader

pytestmark = [pytest.mark.kernel, pytest.mark.filterwarnings("ignore")]  # nbgrader's own

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
EXAMPLE = Path(nbgrader.__file__).parent / "docs" / "source" / "user_guide" / "source"  # what its quickstart copies
ENVIRONMENT = {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)])}


def stock_nbgrader(course: Path, step: str, *arguments: str) -> None:
    """A step of nbgrader's own in a course, by that course's settings alone; no process of its own is needed."""
    settings = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    settings.CourseDirectory.root = str(course)
    with contextlib.chdir(course):
        done = getattr(NbGraderAPI(config=settings), step)(*arguments)
    assert done["success"], done


def hand_in(course: Path) -> None:
    """One student hands in a master with a slip in it."""
    for student, room in {"slip": "source"}.items():
        folder = course / "submitted" / student / "ps1"
        folder.mkdir(parents=True)
        for path in (course / room / "ps1").iterdir():
            shutil.copy(path, folder)
    path = course / "submitted" / "slip" / "ps1" / "problem1.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("i ** 2", "i ** 3")
    nbformat.write(notebook, path)


def scores(course: Path) -> dict[tuple[str, str, str], float | None]:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {
            (submission.student.id, notebook.name, grade.name): grade.auto_score
            for submission in gradebook.assignment_submissions("ps1")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


@pytest.fixture(scope="module")
def courses(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("stock")
    stock = folder / "stock"
    shutil.copytree(EXAMPLE, stock / "source")
    header = 'c = get_config()\nc.IncludeHeaderFooter.header = "source/header.ipynb"\n'
    (stock / "nbgrader_config.py").write_text(header, encoding="utf-8")
    (stock / "source" / "ps1" / "problem2.ipynb").unlink()  # one notebook is enough
    stock_nbgrader(stock, "generate_assignment", "ps1")
    hand_in(stock)
    ours = folder / "ours"
    shutil.copytree(stock, ours)
    settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (ours / "nbgrader_config.py").write_text(f"{settings}\n{header}", encoding="utf-8")
    stock_nbgrader(stock, "autograde", "ps1", "slip")
    return stock, ours


def test_when_an_assignment_has_no_hidden_tests_then_plain_autograde_gives_the_stock_scores(courses):
    stock, ours = courses
    command = [BIN / "nbgrader", "autograde", "ps1"]
    done = subprocess.run(command, cwd=ours, env=ENVIRONMENT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert scores(ours) == scores(stock)
    assert {student for student, _, _ in scores(stock)} == {"slip"}
    assert len(set(scores(stock).values())) > 2


def test_when_an_assignment_has_no_hidden_tests_then_grader_grade_gives_the_stock_scores(courses):
    stock, ours = courses
    command = [BIN / "grader", "grade", "ps1", "--force"]
    done = subprocess.run(command, cwd=ours, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert scores(ours) == scores(stock)
    assert (ours / "feedback" / "slip" / "ps1" / "problem1.html").is_file()
