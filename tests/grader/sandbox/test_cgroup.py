"""Control groups: made where they may be, in either version, and removed with all that runs in them."""

import errno
import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from grader.sandbox import cgroup

NAME = f"{cgroup.PREFIX}{os.getpid()}-test"


@pytest.fixture
def group() -> cgroup.Cgroup:
    """A real group, where one can be made."""
    made = cgroup.make(NAME, 64 << 20, 32)
    if made is None:
        pytest.skip("no control group can be made here")
    return made


def version_1(root: Path) -> None:
    for controller in ("memory", "pids"):
        (root / controller).mkdir()


def version_2(root: Path) -> None:
    (root / "cgroup.controllers").write_text("memory pids")


def test_version_1_sets_limits_for_each_controller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cgroup, "ROOT", tmp_path)
    version_1(tmp_path)
    made = cgroup.make("grader-1-2", 5 << 20, 7)
    assert made is not None
    assert (tmp_path / "memory/grader-1-2/memory.limit_in_bytes").read_text() == str(5 << 20)
    assert (tmp_path / "pids/grader-1-2/pids.max").read_text() == "7"
    made.add(123)
    assert [(folder / "cgroup.procs").read_text() for folder in made.folders] == ["123", "123"]


def test_version_2_sets_them_in_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cgroup, "ROOT", tmp_path)
    version_2(tmp_path)
    made = cgroup.make("grader-1-2", 5 << 20, 7)
    assert made is not None
    names = {"memory.max": str(5 << 20), "pids.max": "7", "memory.swap.max": "0"}
    assert {name: (made.folders[0] / name).read_text() for name in names} == names


def test_where_none_may_be_made_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cgroup, "ROOT", tmp_path / "nothing")
    assert cgroup.make("grader-1-2", 1, 1) is None


def test_a_controller_that_is_missing_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cgroup, "ROOT", tmp_path)
    (tmp_path / "memory").mkdir()
    # A real control group's files vanish with its folder; here only the second folder cannot be made.
    monkeypatch.setattr(Path, "write_text", lambda self, text: None)
    assert cgroup.make("grader-1-2", 1, 1) is None
    assert list((tmp_path / "memory").iterdir()) == []


def test_what_another_user_s_grader_left_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    left = tmp_path / f"{cgroup.PREFIX}{2**22 + 1}-1"  # no process has this id
    left.mkdir()
    monkeypatch.setattr(cgroup, "ROOT", tmp_path)
    monkeypatch.setattr(Path, "rmdir", refuse)
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail("it waits"))
    cgroup.sweep()
    assert left.exists()


def test_a_group_that_still_ends_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rmdir, tried = Path.rmdir, []

    def busy_at_first(folder: Path) -> None:
        tried.append(folder)
        if len(tried) < 3:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        rmdir(folder)

    left = tmp_path / f"{cgroup.PREFIX}{2**22 + 1}-1"
    left.mkdir()
    monkeypatch.setattr(cgroup, "ROOT", tmp_path)
    monkeypatch.setattr(Path, "rmdir", busy_at_first)
    cgroup.sweep()
    assert not left.exists()


@pytest.mark.parametrize(
    ("name", "text", "killed"),
    [
        ("memory.events", "low 0\noom 2\noom_kill 1\n", True),
        ("memory.events", "low 0\noom 2\noom_kill 0\n", False),
        ("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n", True),
        ("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n", False),
        ("other", "", False),
    ],
)
def test_it_tells_whether_memory_ran_out(tmp_path: Path, name: str, text: str, killed: bool) -> None:
    (tmp_path / name).write_text(text)
    assert cgroup.Cgroup((tmp_path,)).killed_for_memory() is killed


def test_removing_it_ends_all_that_runs_in_it(group: cgroup.Cgroup) -> None:
    child = subprocess.Popen(["sh", "-c", "sleep 1000 & sleep 1000"], start_new_session=True)
    group.add(child.pid)
    try:
        group.remove()
        assert child.wait(timeout=5) == -9
        assert not [folder for folder in group.folders if folder.exists()]
    finally:
        with suppress(ProcessLookupError):  # what sh started before it was in the group
            os.killpg(child.pid, signal.SIGKILL)


def test_what_a_killed_grader_left_is_swept_when_the_next_group_is_made(group: cgroup.Cgroup) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    child = subprocess.Popen(["sleep", "1000"])
    try:
        left = cgroup.make(f"{cgroup.PREFIX}{ended.pid}-1", 64 << 20, 32)
        assert left is not None
        left.add(child.pid)
        cgroup.sweep()
        assert not [folder for folder in left.folders if folder.exists()]
        assert child.wait(timeout=5) == -9
        assert all(folder.exists() for folder in group.folders)  # its grader, this process, lives
    finally:
        child.kill()
        group.remove()
