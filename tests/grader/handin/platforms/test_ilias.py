"""ILIAS's folders of persons and teams."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from grader.errors import CourseError
from tests.support.downloads import NOTEBOOK, collected, given, summary, who, written, zipped


@pytest.mark.parametrize(
    ("folder", "student"),
    [
        ("Lovelace_Ada_a_lovelace_101", "ada"),
        ("Mueller_Emil_emueller_999", "emil"),
        ("Submissions/Doe_Jane-Ann_x_103", "jane"),
        ("./Abgaben/HW3/Smith_Bob_bsmith_104", "bob"),
    ],
)
def test_a_folder_tells_the_number_and_the_login(tmp_path: Path, folder: str, student: str) -> None:
    archive = zipped(tmp_path / "i.zip", {f"{folder}/sub/hw3.ipynb": NOTEBOOK, "HW3.xlsx": b"x"})
    items = collected("ilias", archive, given())
    assert summary(items) == {student: ["sub/hw3.ipynb"]}
    assert "no times" in items[0].notes[-1]


def test_a_folder_that_names_two_is_refused(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "i.zip", {"Lovelace_Ada_a_lovelace_104/hw3.ipynb": NOTEBOOK})
    (item,) = collected("ilias", archive, given())
    assert item.refused.startswith(
        "it names two students: the platform's number '104' is bob's, the login 'a_lovelace'"
    )


def test_a_team_is_shared_out_by_a_table(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "i.zip", {"Team 12/Lovelace_Ada_a_lovelace_101/hw3.ipynb": NOTEBOOK})
    (item,) = collected("ilias", archive, given())
    assert any("other members of the team" in note for note in item.notes)
    groups = written(tmp_path / "g.csv", "group;student\nTeam 12;ada\nTeam 12;emil\n")
    times = written(tmp_path / "t.csv", "student;time\nemil;2024-04-17 10:00\n")
    items = collected("ilias", archive, given("i.zip", groups, times))
    assert summary(items) == {"ada": ["hw3.ipynb"], "emil": ["hw3.ipynb"]}
    assert [item.arrival.at for item in items] == [None, datetime(2024, 4, 17, 8, 0)]


def test_the_empty_zip_for_feedback_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "i.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("multi_feedback_HW3_12/Lovelace_Ada_a_lovelace_101/", b"")
    with pytest.raises(CourseError, match="is the empty one that ILIAS gives out for feedback"):
        collected("ilias", path, given())


def test_what_lies_in_no_folder_of_a_person_is_told(tmp_path: Path) -> None:
    files = {f"Lovelace_Ada_a_lovelace_{number}/hw3.ipynb": NOTEBOOK for number in (101, 102)}
    items = collected("ilias", zipped(tmp_path / "i.zip", {**files, "Team 3/Ada Lovelace/hw3.ipynb": b"{}"}), given())
    assert (who(items[-1]), "none that ILIAS gives" in items[-1].refused) == ("?", True)
