"""Whether what lies in a submission's folder is the student's own."""

import os
import shutil
from pathlib import Path

import pytest

from grader.course import Course
from grader.intake import folders
from grader.intake.folders import borrowed


@pytest.fixture
def folder(little: Course) -> Path:
    folder = little.root / "submitted" / "ada" / "double"
    folder.mkdir(parents=True)
    (folder / "double.ipynb").write_text("{}")
    return folder


def another(course: Course, name: str) -> Path:
    """A file that someone else handed in."""
    path = course.root / "submitted" / "eve" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}")
    return path


def test_a_submission_of_ones_own_borrows_nothing(little: Course, folder: Path) -> None:
    (folder / "copy.ipynb").hardlink_to(folder / "double.ipynb")
    (folder / "data").mkdir()
    (folder / "data" / "again.ipynb").hardlink_to(folder / "double.ipynb")
    assert borrowed(little, folder) is None


TARGETS = ["tests/double/reference.py", "source/double/double.ipynb", "nbgrader_config.py", "gradebook.db", ".secret"]


@pytest.mark.parametrize("target", [*TARGETS, "release/double/double.ipynb", "notes.txt", "reports/results.json"])
def test_another_name_of_the_course_s_own_files_is_refused(little: Course, folder: Path, target: str) -> None:
    (little.root / target).parent.mkdir(exist_ok=True, parents=True)
    (little.root / target).touch()
    (folder / "data").mkdir()
    (folder / "data" / "mine").hardlink_to(little.root / target)
    (folder / "data" / "mine too").hardlink_to(little.root / target)
    assert borrowed(little, folder) == f"data/mine is a hard link to {target}"


def test_it_is_found_behind_any_number_of_files(little: Course, folder: Path) -> None:
    for part in range(3):
        (folder / f"z{part}").mkdir()
        (folder / f"z{part}" / "0").touch()
        for number in range(1, 40_000 if "SOAK" in os.environ else 4_000):
            os.link(folder / f"z{part}" / "0", folder / f"z{part}" / str(number))
    (folder / "z1" / "mine").hardlink_to(little.root / "tests/double/reference.py")
    assert borrowed(little, folder) == "z1/mine is a hard link to tests/double/reference.py"


@pytest.mark.parametrize("name", ["double/double.ipynb", "double.ipynb", "double.zip", "warmup/data/points.csv"])
def test_another_name_of_another_student_s_work_is_told_to_both(little: Course, folder: Path, name: str) -> None:
    theirs = another(little, name)
    (folder / "mine").hardlink_to(theirs)
    expected = "is a hard link to a file in submitted, where students' work lies"
    assert borrowed(little, folder) == f"mine {expected}"
    assert borrowed(little, theirs if theirs.parent.name == "eve" else theirs.parent) == f"{theirs.name} {expected}"


@pytest.mark.parametrize("setting", ["source_directory", "submitted_directory", "db_url"])
def test_what_of_the_course_lies_elsewhere_is_looked_through(
    little: Course, folder: Path, tmp_path: Path, setting: str
) -> None:
    theirs = tmp_path / "elsewhere" / "file.db"
    theirs.parent.mkdir()
    theirs.touch()
    place = f"sqlite:///{theirs}" if setting == "db_url" else str(theirs.parent)
    little = little.changed(CourseDirectory={setting: place})
    (folder / "mine").hardlink_to(theirs)
    shown = f"a file in {theirs.parent}, where students' work lies" if "submitted" in setting else theirs
    assert borrowed(little, folder) == f"mine is a hard link to {shown}"


def test_another_name_that_nobody_finds_is_refused_with_a_remedy(little: Course, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "of the host").write_text("secret")
    (folder / "a b").hardlink_to(tmp_path / "of the host")
    said = str(borrowed(little, folder))
    assert said.startswith("a b is a hard link to a file outside what was handed in")
    assert "cp 'a b' copy && mv copy 'a b'" in said
    os.replace(shutil.copy(folder / "a b", folder / "copy"), folder / "a b")
    assert borrowed(little, folder) is None


@pytest.mark.parametrize("name", ["double.ipynb", "double.zip", "timestamp.txt"])
def test_a_file_instead_of_a_folder_and_the_time_beside_it_are_looked_at(little: Course, name: str) -> None:
    own = little.root / "submitted" / "ada"
    own.mkdir(parents=True)
    (own / "double.ipynb").touch()
    (own / name).unlink(missing_ok=True)
    (own / name).hardlink_to(little.root / "tests/double/reference.py")
    handed_in = own / ("double.ipynb" if name == "timestamp.txt" else name)
    assert borrowed(little, handed_in) == f"{name} is a hard link to tests/double/reference.py"


def test_a_copy_beside_a_file_is_the_student_s_own(little: Course) -> None:
    own = little.root / "submitted" / "ada"
    own.mkdir(parents=True)
    (own / "double.ipynb").touch()
    (own / "double (1).ipynb").hardlink_to(own / "double.ipynb")
    assert borrowed(little, own / "double.ipynb") is None


def test_a_folder_at_which_another_is_mounted_is_refused(
    little: Course, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [folder / "my data", folder]
    for place, told in zip(places, ["my data is a mount point of a folder elsewhere", "None"], strict=True):
        written = str(place).replace(" ", "\\040")
        (tmp_path / "mounts").write_text(f"36 35 98:0 /tests {written} rw,noatime - ext4 /dev/root rw\n")
        monkeypatch.setattr(folders, "MOUNTS", str(tmp_path / "mounts"))
        assert str(borrowed(little, folder)).startswith(told)


@pytest.mark.parametrize("place", ["ada", "ada/double"])
def test_a_folder_that_is_a_link_is_refused(little: Course, folder: Path, place: str) -> None:
    link = little.root / "submitted" / place
    link.rename(little.root / "elsewhere")
    link.symlink_to(little.root / "elsewhere")
    assert "is a symbolic link" in str(borrowed(little, folder))
