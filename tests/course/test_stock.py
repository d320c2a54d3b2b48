"""nbgrader's own example course, whose tests stand in its cells: the same scores here as with stock nbgrader."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

pytestmark = pytest.mark.kernel

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)])}


def nbgrader(folder: Path, *arguments: str) -> None:
    command = [BIN / "nbgrader", *arguments]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


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
    nbgrader(folder, "quickstart", "stock")
    stock = folder / "stock"
    (stock / "source" / "ps1" / "problem2.ipynb").unlink()  # one notebook is enough
    nbgrader(stock, "generate_assignment", "ps1")
    hand_in(stock)
    ours = folder / "ours"
    shutil.copytree(stock, ours)
    header = 'c = get_config()\nc.IncludeHeaderFooter.header = "source/header.ipynb"\n'
    settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (ours / "nbgrader_config.py").write_text(f"{settings}\n{header}", encoding="utf-8")
    nbgrader(stock, "autograde", "ps1")
    return stock, ours


def test_when_an_assignment_has_no_hidden_tests_then_plain_autograde_gives_the_stock_scores(courses):
    stock, ours = courses
    nbgrader(ours, "autograde", "ps1")
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
