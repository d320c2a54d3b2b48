"""What collecting placed is known again as long as nobody changes it; nothing else is taken for it."""

from datetime import datetime
from pathlib import Path

import pytest

from grader.handin.item import File
from grader.handin.laying import lay_out
from grader.handin.placed import Placed, digest, digest_of

AT = datetime(2024, 4, 17, 21, 54, 10)
FILES = [File.of("hw3.ipynb", b"{}"), File.of("data/points.csv", b"1,2"), File.of("timestamp.txt", b"mine")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lay_out(FILES, tmp_path / "hw3", AT)
    return tmp_path / "hw3"


def test_what_is_laid_out_has_the_digest_that_its_files_have(folder: Path) -> None:
    assert digest(folder) == digest_of(FILES, AT) == digest_of(FILES[::-1], AT)
    assert len({digest_of(FILES, at) for at in (AT, None, AT.replace(second=11))}) == 3


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda top: (top / "hw3.ipynb").write_bytes(b"{ }"), False),
        (lambda top: (top / "timestamp.txt").write_text("2024-04-17 21:54:11 UTC\n"), False),
        (lambda top: (top / "hw3.ipynb").rename(top / "hw4.ipynb"), False),
        (lambda top: (top / "data" / "points.csv").unlink(), False),
        (lambda top: (top / "more.py").write_bytes(b""), False),
        (lambda top: (top / ".ipynb_checkpoints").mkdir() or (top / ".ipynb_checkpoints" / "a").touch(), True),
        (lambda top: (top / "__pycache__").mkdir() or (top / "__pycache__" / "a.pyc").touch(), True),
        (lambda top: (top / ".DS_Store").touch(), True),
        (lambda top: (top / "empty").mkdir(), True),
        (lambda top: (top / "hw3.ipynb").touch(), True),
    ],
)
def test_any_change_but_what_programs_leave_behind_is_seen(folder: Path, change, same: bool) -> None:
    change(folder)
    assert (digest(folder) == digest_of(FILES, AT)) is same


def test_files_that_programs_left_behind_when_handing_in_do_not_count() -> None:
    left = File.of("__MACOSX/._hw3.ipynb", b"x")
    assert digest_of([*FILES, left], AT) == digest_of(FILES, AT)


def test_all_that_was_ever_placed_is_known_by_student(tmp_path: Path) -> None:
    placed = Placed(tmp_path)
    assert (placed.students(), placed.digests("ada")) == ([], set())
    for student, one in (("ben", "1"), ("ada", "2"), ("ada", "3"), ("ada", "2")):
        placed.add(student, one)
    assert placed.students() == ["ada", "ben"]
    assert Placed(tmp_path).digests("ada") == {"2", "3"}


@pytest.mark.parametrize("text", ["", "{", '"2"', '{"2": 1}', "\ud800"])
def test_records_that_cannot_be_read_make_nothing_ours(tmp_path: Path, text: str) -> None:
    placed = Placed(tmp_path)
    placed.add("ada", "2")
    (tmp_path / "placed" / "ada.json").write_text(text, errors="surrogatepass")
    assert placed.digests("ada") == set()
