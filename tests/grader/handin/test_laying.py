"""Files are laid out where they belong: none leads elsewhere, none replaces another, none sets the time."""

from datetime import datetime
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.handin.item import File
from grader.handin.laying import laid, lay_out, time_text

AT = datetime(2024, 4, 17, 21, 54, 10, 999_999)


def named(*names: str) -> list[File]:
    """Files with their own names in them."""
    return [File.of(name, name.encode()) for name in names]


def places(*names: str) -> list[str]:
    return [place for place, _ in laid(named(*names))]


def test_files_lie_below_the_folder_with_their_contents_and_the_time_beside(tmp_path: Path) -> None:
    lay_out(named("hw3.ipynb", "data/points.csv"), tmp_path / "new", AT)
    found = {str(path.relative_to(tmp_path / "new")): path.read_text() for path in (tmp_path / "new").rglob("*.*")}
    assert found == {
        "hw3.ipynb": "hw3.ipynb",
        "data/points.csv": "data/points.csv",
        "timestamp.txt": "2024-04-17 21:54:10 UTC\n",
    }
    assert time_text(AT) == found["timestamp.txt"]


def test_without_a_time_none_is_written_and_a_folder_that_exists_is_not_used(tmp_path: Path) -> None:
    lay_out(named("a"), tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a"]
    with pytest.raises(FileExistsError):
        lay_out(named("a"), tmp_path / "new")


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("b", "a"), ["a", "b"]),
        (("timestamp.txt",), ["attached-timestamp.txt"]),
        (("TimeStamp.TXT",), ["attached-timestamp.txt"]),
        (("timestamp.txt/a",), ["attached-timestamp.txt/a"]),
        (("data/timestamp.txt",), ["data/timestamp.txt"]),
        (("attached-timestamp.txt", "timestamp.txt"), ["attached-timestamp.txt", "attached-timestamp.txt-2"]),
        (("a", "a", "a"), ["a", "a-2", "a-3"]),
        (("a/b", "a/b"), ["a/b", "2-a/b"]),
        (("a", "a/b"), ["a", "2-a/b"]),  # one would be a file and a folder
        (("a//b", "./a/b"), ["a/b", "2-a/b"]),
        (("ü/答え.ipynb",), ["ü/答え.ipynb"]),
    ],
)
def test_no_two_files_share_a_place_and_none_has_that_of_the_time(names: tuple[str, ...], found: list[str]) -> None:
    assert sorted(places(*names)) == sorted(found)


def test_where_a_file_lies_does_not_depend_on_the_order_in_which_files_came() -> None:
    files = [File.of("a", b"1"), File.of("a", b"2"), File.of("b", b"3")]
    assert laid(files) == laid(files[::-1])


@pytest.mark.parametrize("name", ["", "/etc/passwd", "..", "a/../b", "../a", "a\nb", "a\x1b[2J", "\u202ea"])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(GraderError, match="a file of this name cannot be laid out"):
        places(name)


def test_a_name_is_as_long_as_a_file_system_takes() -> None:
    assert places("ü" * 127 + "a") == ["ü" * 127 + "a"]
    with pytest.raises(GraderError, match="too long for a file"):
        places("ü" * 128)


def test_a_file_that_changed_since_it_was_read_is_not_laid_out(tmp_path: Path) -> None:
    known = File.of("a.ipynb", b"{}")
    changed = File(known.name, known.size, known.digest, lambda: b"{...}")
    with pytest.raises(GraderError, match=r"a\.ipynb: it is no longer what was handed in"):
        lay_out([changed], tmp_path / "new")
