"""A file is replaced whole or not at all, and what a killed writer leaves is removed."""

import os
import stat
from pathlib import Path

import pytest

from grader.storage import atomic


def test_a_text_is_written_as_it_is_and_its_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "hw3" / "a.json"
    atomic.write_text(path, "one\r\ntwo\nü")
    assert path.read_bytes() == "one\r\ntwo\nü".encode()
    assert [*path.parent.iterdir()] == [path]


def test_the_old_text_stays_where_the_new_one_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    atomic.write_text(path, "old")
    with pytest.raises(UnicodeEncodeError):
        atomic.write_text(path, "half \ud800")
    assert path.read_text() == "old"
    assert [*tmp_path.iterdir()] == [path]


def test_permissions_are_those_that_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    atomic.write_text(path, "x", mode=0o600)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["a.json", "[a]*.json"])
def test_what_a_killed_writer_left_is_removed_and_nothing_else(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    for left in (f".{name}.17.tmp", f".{name}.4242.tmp"):
        (tmp_path / left).touch()
    others = [path, tmp_path / ".b.json.17.tmp", tmp_path / f"{name}.tmp"]
    for other in others:
        other.touch()
    atomic.sweep(path)
    assert sorted(tmp_path.iterdir()) == sorted(others)


def test_what_has_to_last_is_on_disk_before_its_name_and_its_name_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[str, bool]] = []
    path = tmp_path / "ledger.json"
    monkeypatch.setattr(
        os, "fsync", lambda opened: synced.append((os.readlink(f"/proc/self/fd/{opened}"), path.exists()))
    )
    atomic.write_text(path, "plain")
    assert synced == []
    path.unlink()
    atomic.write_text(path, "kept", durable=True)
    assert synced == [(str(tmp_path / f".ledger.json.{os.getpid()}.tmp"), False), (str(tmp_path), True)]
    assert path.read_text() == "kept"
