"""Whatever is handed in is laid out clean or refused with a reason; nothing else is raised, and nothing leads out."""

import json
import os
import zipfile
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from grader.course import Course
from grader.errors import UnreadableSubmission
from grader.intake import archive, submissions
from grader.intake.reader import read
from grader.intake.stage import stage
from grader.judging.check import check
from grader.judging.examine import assignment_of
from grader.notebooks import read_notebook

KEYS = some.sampled_from(["cells", "cell_type", "source", "metadata", "nbgrader", "grade_id", "id", "worksheets", "x"])
WORDS = some.sampled_from(["code", "markdown", "heading", "double", "def double(n): pass", "\ud800", "a\r\nb", ""])
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | WORDS | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(KEYS, inner, max_size=5),
    max_leaves=30,
)
CELLS = some.dictionaries(KEYS, VALUES, max_size=6) | VALUES


@settings(deadline=None, max_examples=60)
@given(cells=some.lists(CELLS, max_size=6), rest=some.dictionaries(KEYS, VALUES, max_size=3), sheets=some.booleans())
def test_when_json_is_arbitrary_then_it_becomes_a_valid_notebook_or_is_refused(cells, rest, sheets):
    content = {**rest, "worksheets": [{"cells": cells}]} if sheets else {**rest, "cells": cells}
    try:
        notebook, _ = read(json.dumps(content).encode())
    except UnreadableSubmission:
        return
    nbformat.validate(notebook)
    assert notebook.cells
    json.dumps(notebook, ensure_ascii=False).encode()


@settings(deadline=None, max_examples=50)
@given(data=some.binary(max_size=200), tail=some.binary(max_size=10))
def test_when_bytes_are_arbitrary_then_they_are_refused_with_a_reason(data, tail):
    for content in (data, b'{"cells": [' + data, data + b'{"cells": []}' + tail):
        with pytest.raises(UnreadableSubmission) as caught:
            read(content)
        assert len(caught.value.what) > 5


@pytest.fixture
def handed_in(little: Course) -> Path:
    """A submission with two files beside the notebook."""
    folder = little.root / "submitted" / "ada" / "double"
    (folder / "data").mkdir(parents=True)
    (folder / "double.ipynb").write_bytes(little.notebook("double", "solutions").read_bytes())
    (folder / "helpers.py").write_text("two = 2")
    (folder / "data" / "points.csv").write_text("1,2")
    return folder


def laid_out(little: Course, path: Path, target: Path) -> tuple[list[str], set[str]]:
    target.mkdir()
    notes = stage(path, "double.ipynb", little.notebook("double", "release"), target).notes
    return notes, {str(found.relative_to(target)) for found in target.rglob("*") if found.is_file()}


ALL = {"double.ipynb", "helpers.py", "data/points.csv"}


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


@pytest.mark.usefixtures("unlimited")
def test_when_there_are_too_many_files_then_the_rest_is_left_alone(little, handed_in, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_FILES", 10)
    for number in range(20):
        (handed_in / f"zz{number}.txt").write_text("x")
    notes, there = laid_out(little, handed_in, tmp_path / "staged")
    assert len(there) == 10
    assert notes == ["Files beyond the first 10 were not read."]


def frames(folder: Path, number: int = 2100) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for count in range(number):
        (folder / f"a{count:04}.png").touch()


@pytest.mark.parametrize("place", ["a_frames", ".", "a/b/c"])
def test_when_thousands_of_files_come_before_the_notebook_then_it_is_found(little, handed_in, tmp_path, place):
    frames(handed_in / place)
    notes, there = laid_out(little, handed_in, tmp_path / "staged")
    assert "double.ipynb" in there
    assert notes == ["Files beyond the first 2,000 were not read."]


def test_when_the_notebook_lies_deeper_than_thousands_of_files_then_it_is_found(little, handed_in, tmp_path):
    frames(handed_in)
    inner = handed_in.joinpath(*"defghijklmno")
    inner.mkdir(parents=True)
    (handed_in / "double.ipynb").rename(inner / "double.ipynb")
    notes, there = laid_out(little, handed_in, tmp_path / "staged")
    assert "double.ipynb" in there
    assert notes[0] == "Files beyond the first 2,000 were not read."


def packages(folder: Path) -> None:
    inside = folder / "lib" / "python3" / "site-packages" / "nb"
    frames(inside)
    (inside / "double.ipynb").write_text('{"cells": [{"cell_type": "code", "source": "def double(n): pass"}]}')
    (folder / "pyvenv.cfg").touch()


@pytest.mark.parametrize("zipped", [False, True])
def test_when_an_environment_lies_beside_the_notebook_then_it_is_skipped_and_told(little, handed_in, tmp_path, zipped):
    packages(handed_in / "adl")
    if zipped:
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as target:
            for path in handed_in.rglob("*"):
                target.write(path, path.relative_to(tmp_path))
    notes, there = laid_out(little, tmp_path / "all.zip" if zipped else handed_in, tmp_path / "staged")
    assert there - {"adl/pyvenv.cfg"} == ALL
    inside = f"all.zip/{handed_in.relative_to(tmp_path)}/adl/lib" if zipped else "adl/lib"
    assert notes[0] == f"The installed packages in {inside!r} were not read."


def test_when_an_environment_was_made_around_the_notebook_then_it_is_found(little, handed_in, tmp_path):
    packages(handed_in)
    notes, there = laid_out(little, handed_in, tmp_path / "staged")
    assert there - {"pyvenv.cfg"} == ALL
    assert notes == ["The installed packages in 'lib/python3/site-packages' were not read."]


def test_when_a_zip_holds_thousands_of_files_then_the_notebook_is_found(little, handed_in, tmp_path):
    frames(handed_in / "a_frames")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as target:
        for path in sorted(handed_in.rglob("*")):
            target.write(path, path.relative_to(handed_in))
    notes, there = laid_out(little, tmp_path / "all.zip", tmp_path / "staged")
    assert "double.ipynb" in there
    assert notes[0] == "Files beyond the first 2,000 were not read."


@pytest.mark.usefixtures("unlimited")
def test_when_there_are_more_files_than_are_looked_at_then_it_is_told(little, handed_in, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_ENTRIES", 20)
    frames(handed_in / "zz", 30)
    notes, there = laid_out(little, handed_in, tmp_path / "staged")
    assert "double.ipynb" in there
    assert notes == ["Files and folders beyond the first 20 were not read."]


@pytest.mark.parametrize(("text", "kept"), [("2024-04-16 18:02:11 UTC", True), ("yesterday", False), ("", False)])
def test_when_the_time_of_handing_in_is_nonsense_then_it_is_left_out_and_told(little, handed_in, text, kept):
    (handed_in / "timestamp.txt").write_text(text)
    with submissions.staged(little, "double", "ada") as prepared:
        folder = Path(prepared.config.CourseDirectory.submitted_directory, "ada", "double")
        assert (folder / "timestamp.txt").is_file() == kept
        told = prepared.config.SubmissionExporter.notes
        assert ["could not be read from timestamp.txt" in note for note in told] == ([] if kept else [True])
        assert read_notebook(folder / "double.ipynb").cells
    assert not folder.exists()


@pytest.mark.kernel
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_when_a_folder_or_a_zip_is_checked_then_its_notebook_is_judged_beside_its_files(little, handed_in, form):
    notebook = read_notebook(handed_in / "double.ipynb")
    answer = next(c for c in notebook.cells if c.id == "task-1-answer")
    answer.source = "from helpers import two\n\ndef double(number):\n    return two * number"
    nbformat.write(notebook, handed_in / "mine.ipynb")
    (handed_in / "double.ipynb").unlink()
    path = handed_in
    if form == "zip":
        path = handed_in.parent / "mine.zip"
        with zipfile.ZipFile(path, "w") as target:
            for name in ("mine.ipynb", "helpers.py"):
                target.write(handed_in / name, name)
    result, _ = check(little, assignment_of(little, path), path)
    assert result.score == 4
    assert result.notes[0].endswith("it should be called 'double.ipynb'.")


@pytest.mark.parametrize("frames", [".", "../a"], ids=["beside it", "in another folder"])
def test_when_thousands_of_pictures_are_handed_in_then_the_rarer_files_come_along(little, handed_in, tmp_path, frames):
    work = handed_in / "work"
    work.mkdir()
    for path in (handed_in / "double.ipynb", handed_in / "helpers.py"):
        path.rename(work / path.name)
    (work / frames).mkdir(exist_ok=True)
    for number in range(2100):
        (work / frames / f"{number:04}.png").touch()
    assert {"double.ipynb", "helpers.py"} <= laid_out(little, handed_in, tmp_path / "staged")[1]


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


def test_when_there_are_more_notebooks_than_are_read_then_it_is_told(little, handed_in, tmp_path):
    copy = (handed_in / "double.ipynb").read_bytes()
    for number in range(24):
        (handed_in / f"copy-{number:02}.ipynb").write_bytes(copy)
    notes = stage(handed_in, "double.ipynb", little.notebook("double", "release"), tmp_path).notes
    assert "There are 25 notebooks; 5 of them were not read." in notes
