"""Folders of git clones: which commits count, whose they are, and that nothing of a clone is run."""

from datetime import datetime
from pathlib import Path

import pytest

from grader.errors import CourseError
from grader.handin.item import Item, Word
from grader.handin.packing import pack
from tests.support.clones import commit, git, repository
from tests.support.downloads import collected, given, who, zipped

GIVEN_OUT, GOOD, LATE, LATER = "_2024_04_01T10_00", "_2024_04_17T21_50", "_2024_04_17T22_30", "_2024_04_19T10_00"


def items_of(tmp_path: Path, top: Path) -> list[Item]:
    archive = tmp_path / "kept.zip"
    archive.write_bytes(pack(top, given()))
    return collected("clones", archive, given())


def test_the_last_commit_in_time_and_all_later_ones_are_attempts(tmp_path: Path) -> None:
    top = tmp_path / "class"
    repository(top / "hw3-countess", **{GIVEN_OUT: "0", GOOD: "1", LATE: "2", LATER: "3"})
    repository(top / "hw3-jane-doe", **{GIVEN_OUT: "0", LATER: "4"})
    items = items_of(tmp_path, top)
    assert [(who(item), item.arrival.at, item.files[0].read()) for item in items] == [
        ("ada", datetime(2024, 4, 17, 21, 50), b"1"),
        ("ada", datetime(2024, 4, 17, 22, 30), b"2"),
        ("ada", datetime(2024, 4, 19, 10, 0), b"3"),
        ("jane", datetime(2024, 4, 1, 10, 0), b"0"),
        ("jane", datetime(2024, 4, 19, 10, 0), b"4"),
    ]
    assert all(item.arrival.word is Word.SENDER for item in items)
    assert "is that what students were given?" in items[3].notes[0]


@pytest.mark.parametrize(
    ("names", "students"),
    [
        (["countess", "emil-m"], ["ada", "emil"]),
        (["hw-3-countess", "hw-3-jane-doe"], ["ada", "jane"]),
        (["hw3-countess"], ["ada"]),
        (["hw3-doe-bob"], ["?"]),
        (["x-countess"], ["?"]),
        (["hw3-bob", "hw3-john-bob"], ["bob", "?"]),
    ],
)
def test_the_login_stands_behind_what_all_names_have_in_common(
    tmp_path: Path, names: list[str], students: list[str]
) -> None:
    for name in names:
        repository(tmp_path / "class" / name, **{GOOD: "1"})
    assert [who(item) for item in items_of(tmp_path, tmp_path / "class")] == students


def test_nothing_of_a_clone_is_run_or_obeyed(tmp_path: Path) -> None:
    clone = repository(tmp_path / "class" / "countess", **{GOOD: "1"})
    proof = tmp_path / "run"
    (clone / ".gitattributes").write_text("*.ipynb filter=evil diff=evil\n")
    commit(clone, GOOD, "2")
    evil = f"touch {proof}"
    with (clone / ".git" / "config").open("a") as config:
        config.write(f'[filter "evil"]\nsmudge = {evil}\nclean = {evil}\n[diff "evil"]\ntextconv = {evil}\n')
        config.write(f"[core]\nfsmonitor = {evil}\nsshCommand = {evil}\npager = {evil}\nhooksPath = {clone}\n")
        config.write(f'[remote "origin"]\nurl = ext::sh -c {evil}\npromisor = true\n[protocol "ext"]\nallow = always\n')
        config.write("[extensions]\npartialClone = origin\n[include]\npath = /nonexistent\n")
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        (clone / ".git" / "hooks").mkdir(exist_ok=True)
        (clone / ".git" / "hooks" / hook).write_text(f"#!/bin/sh\n{evil}\n")
        (clone / ".git" / "hooks" / hook).chmod(0o755)
    (item,) = items_of(tmp_path, tmp_path / "class")
    assert {file.name: file.read() for file in item.files}["hw3.ipynb"] == b"2"
    missing = git(clone, "rev-parse", "HEAD:hw3.ipynb")
    (clone / ".git" / "objects" / missing[:2] / missing[2:]).unlink()
    (item,) = items_of(tmp_path, tmp_path / "class")
    assert "is missing" in item.refused or "missing or damaged" in item.refused
    assert not proof.exists()


def test_replaced_and_borrowed_objects_are_not_read(tmp_path: Path) -> None:
    clone = repository(tmp_path / "class" / "countess", **{GOOD: "1"})
    first = git(clone, "rev-parse", "HEAD")
    second = commit(clone, LATE, "2")
    git(clone, "reset", "-q", "--hard", first)
    git(clone, "replace", first, second)
    assert git(clone, "show", "HEAD:hw3.ipynb") == "2"
    (item,) = items_of(tmp_path, tmp_path / "class")
    assert item.files[0].read() == b"1"
    (clone / ".git" / "objects" / "info" / "alternates").write_text("/nonexistent\n")
    (item,) = items_of(tmp_path, tmp_path / "class")
    assert item.refused == "it borrows objects of another repository. Clone it again, without --shared"


def test_links_and_submodules_and_packages_are_left_out_and_told(tmp_path: Path) -> None:
    clone = repository(tmp_path / "class" / "countess")
    (clone / "passwd").symlink_to("/etc/passwd")
    (clone / "venv" / "lib").mkdir(parents=True)
    (clone / "venv" / "pyvenv.cfg").write_text("")
    (clone / "venv" / "lib" / "x.py").write_text("")
    (clone / "big.bin").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    git(clone, "update-index", "--add", "--cacheinfo", f"160000,{'a' * 40},sub")
    commit(clone, GOOD, "1")
    (item,) = items_of(tmp_path, tmp_path / "class")
    told = " ".join(item.notes)
    assert "'passwd' is a link" in told
    assert "1 files of installed packages" in told
    assert "'big.bin' is only a pointer of Git LFS" in told
    assert [file.name for file in item.files] == ["big.bin", "hw3.ipynb", "venv/pyvenv.cfg"]


def test_other_branches_and_shallow_clones_are_told(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin", **{GIVEN_OUT: "0", GOOD: "1"})
    git(origin, "branch", "dev", "HEAD~1")
    (tmp_path / "class").mkdir()
    git(tmp_path / "class", "clone", "-q", "--depth=1", "--no-single-branch", f"file://{origin}", "countess")
    git(tmp_path / "class", "clone", "-q", "--bare", f"file://{origin}", "emil-m.git")
    shallow, bare = items_of(tmp_path, tmp_path / "class")
    assert "The clone is shallow" in shallow.notes[0]
    assert "also there: refs/remotes/origin/dev" in shallow.notes[1]
    assert (who(shallow), who(bare), bare.files[0].read()) == ("ada", "emil", b"1")


def test_times_that_run_backwards_are_told(tmp_path: Path) -> None:
    repository(tmp_path / "class" / "countess", **{LATE: "1", GOOD: "2"})
    items = items_of(tmp_path, tmp_path / "class")
    assert [item.files[0].read() for item in items] == [b"2"]
    assert "run backwards" in items[0].notes[0]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda git: (git / "HEAD").write_text("ref: refs/heads/none\n"), "it has no commit on none"),
        (lambda git: (git / "HEAD").write_text("?"), "what is checked out cannot be told"),
        (lambda git: (git / "HEAD").write_text("ref: ../../../secret\n"), "it has no commit on"),
        (lambda git: (git / "refs" / "heads" / "main").write_text("a" * 40), "missing or damaged"),
        (lambda git: (git / "packed-refs").symlink_to("/etc/passwd"), "packed-refs is a link"),
    ],
)
def test_a_clone_that_cannot_be_read_costs_nobody_else(tmp_path: Path, damage: object, said: str) -> None:
    clone = repository(tmp_path / "class" / "countess", **{GOOD: "1"})
    repository(tmp_path / "class" / "emil-m", **{GOOD: "2"})
    (tmp_path / "class" / "notes").mkdir()
    (tmp_path / "class" / "notes" / "a.txt").write_text("x")
    assert callable(damage)
    damage(clone / ".git")
    broken, good, stray = items_of(tmp_path, tmp_path / "class")
    assert said in broken.refused
    assert (who(broken), who(good), good.refused) == ("ada", "emil", "")
    assert stray.refused == "it is no git clone, among folders that are"


def test_a_git_file_that_points_elsewhere_is_refused(tmp_path: Path) -> None:
    repository(tmp_path / "secret", **{GOOD: "1"})
    (tmp_path / "class" / "countess").mkdir(parents=True)
    (tmp_path / "class" / "countess" / ".git").write_text(f"gitdir: {tmp_path}/secret/.git\n")
    (item,) = items_of(tmp_path, tmp_path / "class")
    assert item.refused.startswith("its .git is a file that points elsewhere")
    (tmp_path / "class" / "countess" / ".git").unlink()
    (tmp_path / "class" / "countess" / ".git").symlink_to(tmp_path / "secret" / ".git")
    (item,) = items_of(tmp_path, tmp_path / "class")
    assert item.refused.startswith(".git is a link to something else")


def test_a_clone_itself_is_not_a_folder_of_clones(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"it is a git clone itself. Give the folder that"):
        pack(repository(tmp_path / "countess", **{GOOD: "1"}), given())
    with pytest.raises(CourseError, match="there are no git clones in it"):
        collected("clones", zipped(tmp_path / "f.zip", {"ada/hw3.ipynb": b"x"}), given())
    archive = tmp_path / "kept.zip"
    archive.write_bytes(pack(tmp_path, given()))
    with pytest.raises(CourseError, match="these are git clones"):
        collected("folders", archive, given())
