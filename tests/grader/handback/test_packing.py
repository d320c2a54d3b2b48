"""Zips: the same bytes for the same content, and nobody else's file is replaced."""

import zipfile
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handback.packing import read_file, read_names, write_zip

FILES = {"b/": b"", "b/hw3.html": b"two" * 1000, "a.html": b"one"}


def test_the_same_content_makes_the_same_bytes(tmp_path: Path) -> None:
    write_zip(tmp_path / "one.zip", FILES)
    write_zip(tmp_path / "two.zip", dict(reversed(FILES.items())))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert read_names(tmp_path / "one.zip") == sorted(FILES)
    assert read_file(tmp_path / "one.zip", "b/hw3.html") == FILES["b/hw3.html"]
    write_zip(tmp_path / "one.zip", {"a.html": b"new"})
    assert read_file(tmp_path / "one.zip", "a.html") == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.zip", "two.zip"]


def test_a_file_of_anybody_else_is_kept(tmp_path: Path) -> None:
    theirs = tmp_path / "submissions.zip"
    with zipfile.ZipFile(theirs, "w") as archive:
        archive.writestr("hw3.ipynb", "x")
    for content in (theirs.read_bytes(), b"no zip"):
        theirs.write_bytes(content)
        with pytest.raises(CourseError, match="hand-back did not write it"):
            write_zip(theirs, FILES)
        assert theirs.read_bytes() == content


def test_what_cannot_be_read_or_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "torn.zip").write_bytes(b"PK\x03\x04")
    with pytest.raises(CourseError, match="not a zip that can be read"):
        read_names(tmp_path / "torn.zip")
    with pytest.raises(CourseError, match="cannot be written"):
        write_zip(tmp_path / "torn.zip" / "x.zip", FILES)
    write_zip(tmp_path / "good.zip", FILES)
    assert read_file(tmp_path / "good.zip", "missing") is None
    assert read_file(tmp_path / "good.zip", "b/hw3.html", 10) is None
    monkeypatch.setattr("grader.handback.packing.MOST_ENTRIES", 2)
    with pytest.raises(CourseError, match="3 entries"):
        read_names(tmp_path / "good.zip")
