"""The files of a folder that somebody else filled are opened as they are, and nothing is followed out of it."""

import os
from pathlib import Path

import pytest

from grader.files.tree import Tree, files


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A submission with a file of its own, and a secret beside it."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "plain.txt").write_text("hidden")
    (tmp_path / "submission" / "data").mkdir(parents=True)
    (tmp_path / "submission" / "data" / "plain.txt").write_text("own")
    return tmp_path / "submission"


def test_a_plain_file_is_read(top: Path) -> None:
    with Tree(top).open("data/plain.txt") as file:
        assert file.read() == b"own"


@pytest.mark.parametrize("kind", ["link", "folder link", "hard link", "pipe", "folder", "nothing", "up", "absolute"])
def test_what_takes_a_file_s_place_after_it_was_seen_is_not_read(top: Path, kind: str) -> None:
    tree, name, secret = Tree(top), "data/plain.txt", top.parent / "secret" / "plain.txt"
    assert [os.path.relpath(path, top) for path, _ in files(top)] == [name]
    (top / name).unlink()
    if kind == "link":
        (top / name).symlink_to(secret)
    elif kind == "folder link":
        (top / "data").rmdir()
        (top / "data").symlink_to(secret.parent)
    elif kind == "hard link":
        (top / name).hardlink_to(secret)
    elif kind == "pipe":
        os.mkfifo(top / name)
    elif kind == "folder":
        (top / name).mkdir()
    opened = {"up": "data/../../secret/plain.txt", "absolute": str(secret)}.get(kind, name)
    descriptors = len(os.listdir("/proc/self/fd"))
    with pytest.raises(OSError, match=r"plain\.txt|\.\.|data|/"):
        tree.open(opened)
    assert len(os.listdir("/proc/self/fd")) == descriptors


def test_names_are_counted_within_the_folder_alone(top: Path) -> None:
    own = top / "data" / "plain.txt"
    (top / "again.txt").hardlink_to(own)
    with Tree(top).open("again.txt") as file:
        assert file.read() == b"own"
    (top.parent / "elsewhere.txt").hardlink_to(own)
    assert list(Tree(top).borrowed().values()) == ["again.txt"]
    with pytest.raises(PermissionError):
        Tree(top).open("again.txt")


def test_folders_that_cannot_be_looked_into_are_told(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def refuses(path: str) -> object:
        if path.endswith("data"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuses)
    missed: list[str] = []
    assert list(files(top, missed)) == []
    assert missed == [str(top / "data")]
