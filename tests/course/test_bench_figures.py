"""The benchmark of drawn figures: text in a figure's place is told, and not timed."""

import shutil
import sys
from pathlib import Path

import click
import nbformat
import pytest

from bench import graders, speed, students
from grader.course import Course
from grader.notebooks import read_notebook

NUMBERS = range(2)
GRADES = """
import shutil, sys
for student in sys.argv[2:]:
    shutil.copytree(sys.argv[1], f"autograded/{student}/hw3")
"""


@pytest.fixture
def grader(course: Course, tmp_path: Path) -> graders.Grader:
    """A grader that gives everybody the solution for their graded notebook, as it lies in a folder."""
    shutil.copytree(course.root / "release", tmp_path / "course" / "release")
    solved = shutil.copytree(course.notebook("hw3", "solutions").parent, tmp_path / "solved")
    command = (sys.executable, "-c", GRADES, str(solved), *map(students.name, NUMBERS))
    return graders.Grader("drawn", tmp_path / "course", (command,), lambda folder: {}, figures=False)


def without_pictures(path: Path, rest: int) -> None:
    """Put text in the place of all pictures of a notebook but the first ones."""
    notebook = read_notebook(path)
    for cell in notebook.cells:
        rest -= len(students.pictures(cell))
        if rest < 0:
            cell.outputs = []
    nbformat.write(notebook, path)


def test_a_class_with_its_figures_is_timed(
    course: Course, grader: graders.Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(students, "misgraded", lambda *_: [])
    assert speed.measure(course, grader, NUMBERS)["students"] == len(NUMBERS)


def test_a_class_without_half_of_its_figures_is_not_timed(
    course: Course, grader: graders.Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(students, "misgraded", lambda *_: [])
    without_pictures(tmp_path / "solved" / "hw3.ipynb", 1)
    with pytest.raises(click.ClickException, match=r"of all figures \d+% were drawn"):
        speed.measure(course, grader, NUMBERS)
