"""A submission's files on their way into a sandbox: bounded, told where they are left out, whatever lies among them."""

import os
import socket
from collections import Counter
from pathlib import Path

import pytest

from grader.errors import GradingFailed
from grader.observations import LEFT_OUT, NO_ROOM, NOT_READ
from grader.sandbox import transfer
from grader.sandbox.transfer import BLOCK, FileTransfer, Folder, Line, entries


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "submission"
    folder.mkdir()
    return folder


def sent(folder: Path, room: int = 1 << 20, without: str | None = None) -> tuple[dict[str, bytes], dict[str, int]]:
    """What would be laid out, and what is told."""
    told: Counter[str] = Counter()
    found = {name: file.read(size) for name, size, file in entries(str(folder), room, told, without)}
    return found, {fact: times for fact, times in told.items() if times}


def test_plain_files_go_along_and_the_others_are_told(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "points.csv").write_bytes(b"1,2")
    (folder / os.fsdecode(b"\xff\n.txt")).write_bytes(b"odd")
    (folder / "link").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe")
    found, told = sent(folder)
    assert found == {"data/points.csv": b"1,2", os.fsdecode(b"\xff\n.txt"): b"odd"}
    assert told == {f"{LEFT_OUT}link link": 1, f"{LEFT_OUT}named pipe pipe": 1}


def test_what_has_no_room_is_told_and_the_rest_goes_along(folder: Path) -> None:
    for name, size in (("a", 5000), ("b", 50_000), ("c", 5000), ("d", 5000)):
        (folder / name).write_bytes(bytes(size))
    found, told = sent(folder, room=2 * (BLOCK + 5000))
    assert (set(found), told) == ({"a", "c"}, {f"{NO_ROOM}b": 1, f"{NO_ROOM}d": 1})


def test_many_small_files_take_room_too(folder: Path) -> None:
    for number in range(20):
        (folder / str(number)).touch()
    assert len(sent(folder, room=10 * BLOCK)[0]) == 10


def test_folders_within_folders_end_somewhere(folder: Path) -> None:
    deep = folder
    for _ in range(transfer.MAX_DEPTH + 3):
        (deep / "file").touch()
        deep = deep / "d"
        deep.mkdir()
    found, told = sent(folder)
    assert len(found) == transfer.MAX_DEPTH + 1
    assert len(told) == 2


def test_more_files_than_are_looked_at_are_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "MAX_ENTRIES", 3)
    for name in "abcde":
        (folder / name).touch()
    found, told = sent(folder)
    assert (len(found), told) == (3, {f"{NO_ROOM}everything beyond 3 files": 1})


def test_what_cannot_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a").write_bytes(b"a")
    (folder / "b").write_bytes(b"b")
    opened = os.open

    def refuses(path: object, *rest: int, **more: int) -> int:
        if path == "a":
            raise PermissionError(13, "Permission denied", path)
        return opened(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuses)
    assert sent(folder) == ({"b": b"b"}, {f"{NOT_READ}a": 1})


@pytest.mark.parametrize("size", [0, 70_000, 200_000])
def test_a_file_that_changes_on_the_way_has_the_size_it_had(folder: Path, size: int) -> None:
    (folder / "data").write_bytes(b"x" * 70_000)
    pieces: list[bytes] = []
    for _, announced, file in entries(str(folder), 1 << 20, Counter()):
        os.truncate(folder / "data", size)
        transfer.copy(file, announced, pieces.append)
    assert len(b"".join(pieces)) == 70_000
    assert b"".join(pieces).rstrip(b"\0") == b"x" * min(size, 70_000)


def test_notebooks_of_what_is_given_out_stay_behind(folder: Path) -> None:
    for name in ("double.ipynb", "data.txt"):
        (folder / name).touch()
    assert set(sent(folder, without=".ipynb")[0]) == {"data.txt"}


def test_a_line_that_nobody_listens_to_is_our_fault(folder: Path) -> None:
    ours, theirs = socket.socketpair()
    theirs.close()

    (folder / "data").write_bytes(bytes(1 << 19))
    with pytest.raises(GradingFailed, match="before any of the student's code ran"):
        FileTransfer(str(folder), None).begin(Line(ours, 1 << 20))
    ours.close()


def test_without_a_sandbox_what_is_in_the_way_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / "data").write_text("a file")
    (folder / "more.txt").write_text("more")
    work = Folder(str(tmp_path / "work"))
    (tmp_path / "work" / "data").mkdir()
    told: Counter[str] = Counter()
    work.send(str(folder), told)
    assert (tmp_path / "work" / "more.txt").read_text() == "more"
    assert told[transfer.NOT_WRITTEN] == 1
