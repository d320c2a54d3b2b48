"""Among however many files, folders and packages the notebook is found, and what was not read is told."""

import zipfile

import pytest

from grader.intake import archive
from tests.support.staged import ALL, frames, laid_out, packages


@pytest.mark.usefixtures("unlimited")
def test_when_there_are_too_many_files_then_the_rest_is_left_alone(little, handed_in, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MAX_FILES", 10)
    for number in range(20):
        (handed_in / f"zz{number}.txt").write_text("x")
    notes, there = laid_out(little, handed_in, tmp_path / "staged")
    assert len(there) == 10
    assert notes == ["Files beyond the first 10 were not read."]


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
