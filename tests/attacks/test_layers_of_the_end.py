"""Each layer that ends what students' code began, taken away: processes, groups and folders then stay behind."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import tempfile
import termios
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config

from grader.files import tree
from grader.sandbox import bwrap, cgroup, transfer
from tests.support.layers import Tries, Without
from tests.support.other_grader import GRADER, GROUPS, SLEEP, end, left, parent, processes

Grader = Callable[..., tuple[subprocess.Popen[str], str]]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files are made: a short path."""
    with tempfile.TemporaryDirectory(prefix="grader-end-", ignore_cleanup_errors=True) as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        monkeypatch.setattr(cgroup, "PREFIX", GROUPS)
        yield Path(folder)


@pytest.fixture
def grader(small_limits: Config, folder: Path) -> Iterator[Grader]:
    """Starts graders of their own, up to where a student's code has answered."""
    started: list[subprocess.Popen[str]] = []

    def grader(
        attack: str, *taken: Any, before: Any = None, then: str = "", enabled: bool = True, **inputs: Any
    ) -> tuple[subprocess.Popen[str], str]:
        settings = {**small_limits.SandboxProvisioner, "enabled": enabled}
        words = [json.dumps(word) for word in (settings, taken, attack, then, inputs)]
        command = [sys.executable, "-c", GRADER, *words]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=before))
        assert started[-1].stdout is not None
        return started[-1], json.loads(started[-1].stdout.readline())

    yield grader
    for process in started:
        with process:
            process.kill()
    cgroup.sweep()


@pytest.fixture
def mark() -> Iterator[str]:
    """A word that none but an attack's processes bear; they end with the test."""
    mark = f"layers-trace-{os.getpid()}"
    yield mark
    for process in processes(mark):
        end(process)


def test_processes_that_outlive_their_kernel(tries: Tries, mark: str, groups: bool) -> None:
    def group(without: Without) -> None:
        without.group()

    def namespace(without: Without) -> None:
        without.processes()

    for taken in ((), (group,), (namespace,))[: 2 + groups]:
        assert tries({"start": SLEEP}, *taken, mark=mark) == {"start": "done"}
        assert not left(mark)
    assert tries({"start": SLEEP}, group, namespace, mark=mark) == {"start": "done"}
    assert left(mark)


@pytest.mark.parametrize("then", ["", "while True: pass", "import time\nwhile True: time.sleep(1)"])
def test_processes_of_a_killed_grader(grader: Grader, mark: str, then: str, groups: bool) -> None:
    watched = "select.select([os.pidfd_open(kernel), life]"
    unwatched = ["keeper.py", watched, watched.replace(", life", "")]
    for taken in ((), (unwatched,)):
        killed, answer = grader(SLEEP, *taken, then=then, mark=mark)
        assert answer == "done"
        assert processes(mark)
        killed.kill()
        killed.wait()
        assert left(mark) == bool(taken and then)  # a kernel that waits to be asked ends by itself
    if groups:
        cgroup.sweep()  # as whoever makes the next group does
        assert not left(mark)


def test_processes_of_a_killed_keeper(grader: Grader, mark: str, groups: bool) -> None:
    alive = ["first_process.py", 'os.read(task["life"], 1)', "signal.pause()"]
    bound = ["first_process.py", "    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)\n", ""]
    for taken in ((), (alive,), ("--die-with-parent", bound), ("--die-with-parent", bound, alive)):
        running, answer = grader(SLEEP, *taken, mark=mark)
        assert answer == "done"
        [sleeper] = processes(mark)
        kernel = parent(parent(sleeper))  # whoever answers is a fork of it
        os.kill(int(parent(kernel).name), signal.SIGKILL)
        assert left(mark) == (len(taken) == 3)
        running.kill()
        running.wait()
    end(sleeper)


@pytest.mark.parametrize("enabled", [True, False])
def test_what_a_killed_grader_left(
    grader: Grader, folder: Path, groups: bool, enabled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed, _ = grader("True", enabled=enabled)
    killed.kill()
    killed.wait()

    def leftovers() -> tuple[int, int]:
        """Control groups and private folders of the killed grader, after the next one has begun."""
        made = cgroup.make(f"{cgroup.PREFIX}{os.getpid()}-next", 64 << 20, 32)
        if made is not None:
            made.remove()
        os.rmdir(bwrap.private_folder())
        names = (f"*/{cgroup.PREFIX}{killed.pid}-*", f"{cgroup.PREFIX}{killed.pid}-*")
        return sum(len(list(cgroup.ROOT.glob(name))) for name in names), len(list(folder.glob(f"{bwrap.PREFIX}*")))

    for private in folder.glob(f"{bwrap.PREFIX}{killed.pid}-*"):
        os.utime(private, (0, 0))  # as if it had been a while
    with monkeypatch.context() as patch:
        patch.setattr(cgroup, "sweep", lambda: None)
        patch.setattr(bwrap, "LEFT_BEHIND", float("inf"))
        kept, private_folders = leftovers()
        assert (kept > 0, private_folders) == (groups and enabled, not enabled)  # either has the one or the other
    assert leftovers() == (0, 0)


def test_the_grader_s_terminal(grader: Grader) -> None:
    write = "os.write(os.open('/dev/tty', os.O_RDWR), b'from a student')"
    layers: list[Any] = ["outer --new-session", "start_new_session", ["student.py", "    os.setsid()\n", ""]]

    def shown(*taken: str) -> tuple[str, bytes]:
        ours, theirs = os.openpty()

        def control() -> None:
            os.setsid()
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

        process, answer = grader(write, *taken, before=control)
        os.set_blocking(ours, False)
        try:
            return answer, os.read(ours, 1000)
        except BlockingIOError:
            return answer, b""
        finally:
            process.kill()
            process.wait()
            os.close(ours)
            os.close(theirs)

    for taken in ((), layers[1:], [layers[0], layers[2]], layers[:2]):
        assert shown(*taken) == ("OSError", b"")
    assert shown(*layers) == ("done", b"from a student")


def test_a_pipe_in_a_submission(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    found = [(str(tmp_path / "pipe"), None)]
    layers = {  # either is enough; without both of them whoever opens the pipe waits for ever
        "plain files alone": lambda patch: patch.setattr(transfer, "files", lambda *_: found),
        "nothing waited for": lambda patch: patch.setattr(tree, "READ", tree.READ & ~os.O_NONBLOCK),
    }

    def waits(*taken: str) -> bool:
        with pytest.MonkeyPatch.context() as patch:
            for name in taken:
                layers[name](patch)
            sender = threading.Thread(target=lambda: list(transfer.entries(str(tmp_path), 1 << 20, Counter())))
            sender.start()
            sender.join(5)
            waiting = sender.is_alive()
            if waiting:
                os.close(os.open(tmp_path / "pipe", os.O_RDWR))
                sender.join()
            return waiting

    assert [waits(), *map(waits, layers), waits(*layers)] == [False, False, False, True]
