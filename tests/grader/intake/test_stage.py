"""Whatever is handed in is laid out clean or refused with a reason; nothing else is raised, and nothing leads out."""

import os
import zipfile

import pytest

from grader.errors import UnreadableSubmission
from tests.support.staged import ALL, laid_out


def test_when_files_lie_beside_the_notebook_then_they_come_along_and_links_stay(little, handed_in, tmp_path):
    (handed_in / "link.py").symlink_to("/etc/passwd")
    (handed_in / "data" / "out").symlink_to("/etc")
    os.mkfifo(handed_in / "pipe")
    assert laid_out(little, handed_in, tmp_path / "staged") == ([], ALL)


def test_when_it_is_a_zip_then_the_files_beside_the_notebook_come_along(little, handed_in, tmp_path):
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as target:
        for name in ALL:
            target.write(handed_in / name, f"ada/{name}")
        target.writestr("other/notes.txt", "elsewhere")
    notes, there = laid_out(little, path, tmp_path / "staged")
    assert there == ALL
    assert notes == ["The notebook was found as 'all.zip/ada/double.ipynb'; it should be called 'double.ipynb'."]


def test_when_a_file_in_a_zip_is_damaged_then_no_part_of_it_is_left_and_it_is_told(little, handed_in, tmp_path):
    path, points = tmp_path / "all.zip", b"1,2\n" * 2**18
    with zipfile.ZipFile(path, "w") as target:
        target.write(handed_in / "double.ipynb", "double.ipynb")
        target.writestr("points.csv", points)
    content = path.read_bytes()
    path.write_bytes(content.replace(points, points[:-2] + b"3\n"))
    notes, there = laid_out(little, path, tmp_path / "staged")
    assert there == {"double.ipynb"}
    assert "The file 'points.csv' could not be read, and was left out." in notes


def test_when_it_is_one_file_then_its_neighbours_are_none_of_our_business(little, handed_in, tmp_path):
    path = handed_in / "double.ipynb"
    assert laid_out(little, path.rename(handed_in / "my.ipynb"), tmp_path / "staged") == ([], {"double.ipynb"})


def test_when_json_would_take_very_much_more_memory_than_its_bytes_then_it_is_refused(little, handed_in, tmp_path):
    (handed_in / "double.ipynb").write_bytes(b'{"cells": [' + b"[[]]," * 2**18 + b"0]}")
    with pytest.raises(UnreadableSubmission, match=r"more than .* values"):
        laid_out(little, handed_in, tmp_path / "staged")


def test_when_a_name_in_a_zip_is_a_very_deep_path_then_the_rest_is_read_at_once(little, handed_in, tmp_path):
    path = tmp_path / "deep.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.write(handed_in / "double.ipynb", "double.ipynb")
        for number in range(5):
            target.writestr("a/" * 30_000 + str(number), "")
    notes, there = laid_out(little, path, tmp_path / "staged")
    assert there == {"double.ipynb"}
    assert "Files more than 24 folders deep were not read." in notes


def test_when_a_zip_holds_a_time_then_it_is_not_the_time_of_handing_in(little, handed_in, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(folder / "double.zip", "w") as target:
        target.write(handed_in / "double.ipynb", "double.ipynb")
        target.writestr("timestamp.txt", "2000-01-01 00:00:00 UTC")
    notes, there = laid_out(little, folder, tmp_path / "staged")
    assert there == {"double.ipynb"}
    assert "'double.zip/timestamp.txt' is not used as the submission time and was left out." in notes
