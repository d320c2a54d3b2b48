"""What a submission's folder is called, and whether what lies in it is the student's own."""

import os
from pathlib import Path

import pytest

from grader.course import Course
from grader.folders import LONGEST, borrowed, misnamed


@pytest.mark.parametrize(
    "name", ["ada", "Zoë Müller", "学生", "=1+1", "[h]onest", "*", "a\\b", "O'Neil", "R&D", "x" * LONGEST]
)
def test_names_that_can_be_used_are_used(name: str) -> None:
    assert misnamed(name) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a\nb", "plain text"),
        ("a\x1b[2J", "plain text"),
        ("\u202egnihtyna", "plain text"),
        (os.fsdecode(b"M\xfcller"), "plain text"),
        (" ada", "space"),
        ("ada ", "space"),
        (".ada", "dot"),
        ("<img src=x onerror=alert(1)>", "holds < >,"),
        ('ada" onload="alert(1)', "HTML"),
        ("x" * (LONGEST + 1), "longer"),
        ("é" * (LONGEST // 2 + 1), "longer"),
    ],
)
def test_names_that_cannot_be_used_are_told_why(name: str, why: str) -> None:
    assert why in str(misnamed(name))


@pytest.fixture
def folder(little: Course) -> Path:
    folder = little.root / "submitted" / "ada" / "double"
    folder.mkdir(parents=True)
    (folder / "double.ipynb").write_text("{}")
    return folder


def test_a_submission_of_ones_own_borrows_nothing(little: Course, folder: Path) -> None:
    (folder / "copy.ipynb").hardlink_to(folder / "double.ipynb")
    assert borrowed(little, folder) is None


@pytest.mark.parametrize("target", ["tests/double/reference.py", "source/double/double.ipynb", "nbgrader_config.py"])
def test_another_name_of_the_course_s_own_files_is_refused(little: Course, folder: Path, target: str) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "mine").hardlink_to(little.root / target)
    assert borrowed(little, folder) == f"mine is a link: another name of {target}"


def test_nobody_is_refused_for_what_others_link_to(little: Course, folder: Path) -> None:
    other = little.root / "submitted" / "eve" / "double"
    other.mkdir(parents=True)
    (other / "double.ipynb").hardlink_to(folder / "double.ipynb")
    assert borrowed(little, folder) is None


@pytest.mark.parametrize("place", ["ada", "ada/double"])
def test_a_folder_that_is_a_link_is_refused(little: Course, folder: Path, place: str) -> None:
    link = little.root / "submitted" / place
    link.rename(little.root / "elsewhere")
    link.symlink_to(little.root / "elsewhere")
    assert "is a link" in str(borrowed(little, folder))
