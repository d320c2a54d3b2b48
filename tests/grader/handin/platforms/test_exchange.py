"""nbgrader's exchange: attempts of one assignment among others, names with a plus sign, the exchange's times."""

from datetime import datetime
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handin.packing import pack
from grader.handin.platforms.registry import guess
from grader.roster import Student
from tests.support.downloads import NOTEBOOK, ROSTER, collected, given, summary, who, zipped

FIRST, SECOND = "2024-04-16 08:00:00.000001 UTC", "2024-04-17 21:54:10.123456 UTC"


def inbound(top: Path, *folders: str) -> Path:
    for name in folders:
        folder = top / "inbound" / name
        folder.mkdir(parents=True)
        (folder / "hw3.ipynb").write_bytes(NOTEBOOK)
        (folder / "timestamp.txt").write_text(name.split("+")[-2])
    return top


def packed(tmp_path: Path, top: Path) -> Path:
    archive = tmp_path / "kept.zip"
    archive.write_bytes(pack(top, given()))
    return archive


def test_all_attempts_at_the_assignment_are_read_and_no_others(tmp_path: Path) -> None:
    top = inbound(tmp_path / "course", f"ada+hw3+{FIRST}+aB-_9", f"ada+hw3+{SECOND}+x1", f"bob+hw2+{FIRST}+y2")
    items = collected("exchange", packed(tmp_path, top), given())
    assert [(who(item), item.arrival.at) for item in items] == [
        ("ada", datetime(2024, 4, 16, 8, 0)),
        ("ada", datetime(2024, 4, 17, 21, 54, 10)),
    ]
    assert summary(items) == {"ada": ["hw3.ipynb", "hw3.ipynb"]}


@pytest.mark.parametrize(
    ("folder", "student", "at"),
    [
        (f"c++ada+hw3+{FIRST}+aB-_9", "c++ada", datetime(2024, 4, 16, 8, 0)),
        (f"ada+tag@x.org+hw3+{FIRST}", "ada+tag@x.org", datetime(2024, 4, 16, 8, 0)),
        ("ada+hw3+2024-04-16 10:00:00.5 CEST+r", "ada", datetime(2024, 4, 16, 8, 0)),
        ("ada+hw3+2024-04-16 10:00:00.5 UTC+02:00+r", "ada", datetime(2024, 4, 16, 8, 0)),
        ("a_lovelace+hw3+2024-04-16 10:00:00 +0200+r", "a_lovelace", datetime(2024, 4, 16, 8, 0)),
    ],
)
def test_names_are_parted_from_the_end(tmp_path: Path, folder: str, student: str, at: datetime) -> None:
    archive = zipped(tmp_path / "e.zip", {f"{folder}/hw3.ipynb": NOTEBOOK})
    (item,) = collected("exchange", archive, given())
    assert item.sender is not None
    assert (item.sender.value, item.arrival.at, item.refused) == (student, at, "")
    assert (who(item) == "ada") == isinstance(ROSTER.by(item.sender.column, student), Student)


def test_two_times_that_differ_are_told_and_the_later_counts(tmp_path: Path) -> None:
    files = {f"ada+hw3+{SECOND}+r/hw3.ipynb": NOTEBOOK, f"ada+hw3+{SECOND}+r/timestamp.txt": FIRST.encode()}
    (item,) = collected("exchange", zipped(tmp_path / "e.zip", files), given())
    assert item.arrival.at == datetime(2024, 4, 17, 21, 54, 10)
    assert "the later counts" in item.notes[-1]
    files[f"ada+hw3+{SECOND}+r/timestamp.txt"] = b"yesterday"
    (item,) = collected("exchange", zipped(tmp_path / "e.zip", files), given())
    assert item.arrival.at == datetime(2024, 4, 17, 21, 54, 10)
    assert "cannot be read" in item.notes[-1]


def test_a_whole_exchange_in_a_zip_is_read_by_its_inbound_folder(tmp_path: Path) -> None:
    files = {f"inbound/ada+hw3+{FIRST}+x/hw3.ipynb": NOTEBOOK, "outbound/hw3/hw3.ipynb": b"{}", "feedback/a/b": b""}
    items = collected("exchange", zipped(tmp_path / "e.zip", files), given())
    assert [(who(item), item.refused) for item in items] == [("ada", "")]


def test_a_folder_without_the_assignment_is_refused(tmp_path: Path) -> None:
    top = inbound(tmp_path / "course", f"ada+hw1+{FIRST}+x", f"ada+hw2+{FIRST}+y")
    with pytest.raises(CourseError, match="it holds hand-ins of hw1, hw2, and none of hw3"):
        collected("exchange", packed(tmp_path, top), given())


def test_what_packing_left_out_is_told_at_its_attempt(tmp_path: Path) -> None:
    top = inbound(tmp_path / "course", f"ada+hw3+{FIRST}+x", f"emil+hw3+{FIRST}+y")
    (top / "inbound" / f"ada+hw3+{FIRST}+x" / "key").symlink_to("/etc/passwd")
    archive = packed(tmp_path, top)
    items = collected("exchange", archive, given())
    assert [item.notes for item in items] == [("'key' is a link; it was left out.",), ()]
    assert b"root:" not in archive.read_bytes()
    platform = guess([f"ada+hw3+{FIRST}+x/hw3.ipynb"])
    assert platform is not None
    assert platform.NAME == "exchange"
