"""A submission's clean copy, and files that lie beside notebooks."""

from pathlib import Path

from grader.course import Course
from grader.intake.stage import stage


def hand_in(little: Course) -> Path:
    """Hand in the solution with two files beside the notebook; where it lies."""
    folder = little.root / "submitted" / "ada" / "double"
    (folder / "data").mkdir(parents=True)
    (folder / "double.ipynb").write_bytes(little.notebook("double", "solutions").read_bytes())
    (folder / "helpers.py").write_text("two = 2")
    (folder / "data" / "points.csv").write_text("1,2")
    return folder


def laid_out(little: Course, path: Path, target: Path) -> tuple[list[str], set[str]]:
    """Stage a submission in a new folder; the notes, and the files that are there."""
    target.mkdir()
    notes = stage(path, "double.ipynb", little.notebook("double", "release"), target).notes
    return notes, {str(found.relative_to(target)) for found in target.rglob("*") if found.is_file()}


ALL = {"double.ipynb", "helpers.py", "data/points.csv"}


def frames(folder: Path, number: int = 2100) -> None:
    """Put so many pictures into a folder: more than are read."""
    folder.mkdir(parents=True, exist_ok=True)
    for count in range(number):
        (folder / f"a{count:04}.png").touch()


def packages(folder: Path) -> None:
    """Install packages in a folder, one with a notebook of the assignment's name."""
    inside = folder / "lib" / "python3" / "site-packages" / "nb"
    frames(inside)
    (inside / "double.ipynb").write_text('{"cells": [{"cell_type": "code", "source": "def double(n): pass"}]}')
    (folder / "pyvenv.cfg").touch()
