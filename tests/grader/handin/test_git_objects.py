"""Commands of git on a clone's objects are bounded in what they print and in time."""

import subprocess
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.handin import git_objects
from grader.handin.clone import Clone, git_folder
from tests.support.clones import git, repository


def test_a_tree_that_holds_itself_many_times_is_not_listed(tmp_path: Path) -> None:
    clone = repository(tmp_path / "countess", _2024_04_17T21_50="1")
    tree = git(clone, "rev-parse", "HEAD^{tree}")
    for _ in range(8):  # 10 ** 8 files
        listing = "".join(f"040000 tree {tree}\td{number}\n" for number in range(10))
        done = subprocess.run(["git", "mktree"], cwd=clone, input=listing, capture_output=True, text=True, check=True)
        tree = done.stdout.strip()
    bomb = git(clone, "commit-tree", tree, "-m", "bomb")
    git(clone, "update-ref", "refs/heads/main", bomb)
    found = git_folder(clone)
    assert found is not None
    (tmp_path / "scratch").mkdir()
    opened = Clone(found, tmp_path / "scratch")
    (commit,) = opened.commits()
    with pytest.raises(GraderError, match="it holds more than can be read"):
        opened.files(commit)


def test_a_command_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_objects, "SECONDS", 0.0)
    (tmp_path / "objects").mkdir()
    (tmp_path / "scratch").mkdir()
    git_objects.lay_out(tmp_path / "scratch", "sha1", [])
    with pytest.raises(GraderError, match="missing or damaged"):
        git_objects.run(tmp_path / "scratch", tmp_path / "objects", "cat-file", "--batch", asked=b"x" * 2**22)
