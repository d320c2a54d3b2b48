"""Another grader than this one, for tests that kill it, and what it may leave behind."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

SLEEP = "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)', mark], start_new_session=True)"
GROUPS = f"layers-{os.getpid()}-grader-"  # control groups that no other process sweeps
ROOT = Path(__file__).parents[2]
# A grader of its own, without some layers: prints what becomes of a student's attack, and waits to be killed.
GRADER = f"""
import json, subprocess, sys, tempfile, threading, time
import pytest
from traitlets.config import Config
sys.path.insert(0, {str(ROOT)!r})
from tests.support.layers import ATTACKER, Without
from grader.sandbox import cgroup
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission

settings, taken, attack, then, inputs = map(json.loads, sys.argv[1:])
cgroup.PREFIX = {GROUPS!r}
popen = subprocess.Popen.__init__
without = Without(pytest.MonkeyPatch())
for layer in taken:
    if isinstance(layer, list):
        without.inside(*layer)
    elif layer == "processes":
        without.processes()
    elif layer.startswith("outer --"):
        without.outer(layer.removeprefix("outer "))
    elif layer.startswith("--"):
        without.option(layer)
    else:
        subprocess.Popen.__init__ = lambda *args, of=layer, **kwargs: popen(*args, **{{**kwargs, of: False}})
with StudentKernel(tempfile.mkdtemp(), Config(SandboxProvisioner=settings), 60) as kernel:
    answer = Submission(kernel, []).eval(ATTACKER + "attempt(lambda: " + attack + ")", **inputs)
    if then:
        threading.Timer(1.0, lambda: print(json.dumps(answer), flush=True)).start()
        kernel.execute(then, 1000)
    print(json.dumps(answer), flush=True)
    time.sleep(1000)
"""


def processes(mark: str, of: str = "cmdline") -> list[Path]:
    """Processes of this machine that have a word for an argument, or of their "environ"."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            if mark.encode() in (path / of).read_bytes().split(b"\0"):
                found.append(path)
    return found


def parent(process: Path) -> Path:
    """Return the process that started one."""
    status = (process / "status").read_text()
    return next(Path("/proc", line.split()[1]) for line in status.splitlines() if line.startswith("PPid:"))


def end(process: Path) -> None:
    """End a process with all others of its sandbox."""
    with suppress(OSError):  # it has ended
        ours, theirs = os.readlink("/proc/self/ns/mnt"), os.readlink(process / "ns/mnt")
        for path in [process] if ours == theirs else Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if os.readlink(path / "ns/mnt") == theirs:
                    os.kill(int(path.name), signal.SIGKILL)


def left(mark: str) -> bool:
    """Whether processes are left after a moment's time to end."""
    until = time.monotonic() + 3
    while processes(mark) and time.monotonic() < until:
        time.sleep(0.05)
    return bool(processes(mark))
