"""A folder of folders: each called as somebody, in one of the ways in which a student can be called."""

from datetime import datetime
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handin.packing import pack
from tests.support.downloads import NOTEBOOK, collected, given, summary, who, written, zipped


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("ada", "ada"),
        ("A_Lovelace", "ada"),
        ("countess", "ada"),
        ("101", "ada"),
        ("ada@example.org", "ada"),
        ("Ada Lovelace", "ada"),
        ("Müller, Emil", "emil"),
    ],
)
def test_a_folders_name_is_a_students_in_any_way(tmp_path: Path, name: str, student: str) -> None:
    archive = zipped(tmp_path / "f.zip", {f"{name}/sub/hw3.ipynb": NOTEBOOK})
    assert summary(collected("folders", archive, given())) == {student: ["sub/hw3.ipynb"]}


def test_a_name_of_nobody_or_of_two_is_left_to_a_person(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "f.zip", {"zoe/hw3.ipynb": NOTEBOOK, "Bob Smith/hw3.ipynb": NOTEBOOK})
    nobody, both = collected("folders", archive, given())
    assert (who(nobody), nobody.sender and nobody.sender.value, who(both)) == ("?", "zoe", "?")
    assert both.refused == "'Bob Smith' can be bob or bob2"


def test_files_beside_the_folders_are_taken_by_their_names_or_told(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "f.zip", {"ada/hw3.ipynb": NOTEBOOK, "emil.ipynb": b"{}", "marks.xlsx": b"x"})
    items = collected("folders", archive, given())
    assert summary(items) == {"ada": ["hw3.ipynb"], "emil": ["emil.ipynb"]}
    assert "its name is no student's ('marks' names nobody in roster.csv)" in items[2].refused


def test_times_come_from_a_table_only(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "f.zip", {"ada/hw3.ipynb": NOTEBOOK, "ada/timestamp.txt": b"2020-01-01 00:00:00 UTC"})
    (item,) = collected("folders", archive, given())
    assert item.arrival.at is None
    assert "tells no time" in item.notes[-1]
    table = written(tmp_path / "t.csv", "student,time\nAda Lovelace,2024-04-17 23:54 Europe/Vienna\n")
    (item,) = collected("folders", archive, given("x", table))
    assert item.arrival.at == datetime(2024, 4, 17, 21, 54)


def test_what_packing_left_out_is_told(tmp_path: Path) -> None:
    top = tmp_path / "class"
    (top / "ada").mkdir(parents=True)
    (top / "ada" / "hw3.ipynb").symlink_to("/etc/passwd")
    (top / "emil").mkdir()
    (top / "emil" / "hw3.ipynb").write_bytes(NOTEBOOK)
    (top / "bob").symlink_to(top / "emil")
    archive = tmp_path / "kept.zip"
    archive.write_bytes(pack(top, given()))
    items = collected("folders", archive, given())
    assert summary(items) == {"emil": ["hw3.ipynb"]}
    told = [(item.shown, item.refused, item.notes) for item in items if item.refused]
    assert told == [
        ("", "it lies beside the folders", ("'bob' is a link; it was left out.",)),
        ("ada", "nothing in it can be read", ("'hw3.ipynb' is a link; it was left out.",)),
    ]


def test_an_empty_archive_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="there are no files in it"):
        collected("folders", zipped(tmp_path / "f.zip", {}), given())
