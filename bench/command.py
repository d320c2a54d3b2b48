"""Runs a command and measures all that it starts: seconds, processor seconds, peak memory."""

import contextlib
import ctypes
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
import psutil

PR_SET_CHILD_SUBREAPER = 36  # of linux/prctl.h
INTERVAL = 0.1  # seconds between two looks at the processes
MEMORY_INTERVAL = 5.0  # seconds between two looks at the memory of all of them, which take longer
WARM = "grader.inside.zygote"  # stands in the command lines of the warm process and of all its forks
ROLES = {"spawn_main": "worker", "alembic": "other", "tracker": "other", " grade ": "main"}
PROGRAMS = Path(sys.executable).parent
Rise = tuple[float, str, int]


@dataclass
class Usage:
    """What a command used.

    Attributes:
        seconds: from its start to its end.
        processor: processor seconds of all its processes.
        rises: each time that a process had more resident memory than any of its role before: when, in seconds since
            the epoch; its role; bytes.
        memory: seconds since the epoch, and bytes that all its processes together took, shared pages counted once.
    """

    seconds: float = 0.0
    processor: float = 0.0
    rises: list[Rise] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)


def environment(**more: str) -> dict[str, str]:
    """Give the environment of every command: numpy and torch have one thread each, training is short."""
    return {
        "PATH": os.pathsep.join([str(PROGRAMS), os.environ.get("PATH", os.defpath)]),
        "HOME": os.path.expanduser("~"),
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "HW3_TRAINING_STEPS": "20",
        **{name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ},
        **more,
    }


def run(command: Sequence[str | Path], folder: Path, log: Path, **more: str) -> Usage:
    """Run a command in a folder to its end, and append what it prints to a log. No other child may run meanwhile.

    Raises:
        click.ClickException: the command failed.
    """
    usage, confined = Usage(), dict[psutil.Process, float]()
    before, started = _reaped(), time.monotonic()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # orphans become children of this process
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment(**more), stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    while process.poll() is None:
        _look(confined, usage.rises)
        if not usage.memory or time.time() > usage.memory[-1][0] + MEMORY_INTERVAL:
            usage.memory.append((time.time(), _together()))
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(INTERVAL)
    usage.seconds = time.monotonic() - started
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < started + usage.seconds + 1:  # orphans that end within a second
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.02)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
    usage.processor = _reaped() - before + sum(confined.values())
    if process.returncode:
        last = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
        raise click.ClickException(f"{' '.join(map(str, command))}: exit status {process.returncode}\n{last}")
    return usage


def _look(confined: dict[psutil.Process, float], rises: list[Rise]) -> None:
    """Note the memory of all descendants, and processor seconds of those whose time no parent is told.

    That is so where a process space is killed, and where a parent waits for no child, as the warm process does.
    """
    for process in _descendants():
        with contextlib.suppress(psutil.Error, OSError):  # it has ended
            role = _role(process)
            if role in ("kernel", "keeper") or not _shares_processes(process):
                confined[process] = sum(process.cpu_times()[:2])
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
            memory = re.search(r"VmHWM:\s*(\d+)", status)
            if memory and (most := int(memory[1]) << 10) > peak(rises, role):
                rises.append((time.time(), role, most))


def _descendants() -> list[psutil.Process]:
    """List them by what the system knows of each one's children: to look at all processes would take cores' time."""
    pids, found = [os.getpid()], []
    if not Path("/proc/thread-self/children").exists():  # a Linux that was built without it
        return list(psutil.Process().children(recursive=True))
    for pid in pids:  # which grows meanwhile
        with contextlib.suppress(OSError):  # it has ended
            for task in Path(f"/proc/{pid}/task").iterdir():
                pids += map(int, (task / "children").read_text(encoding="ascii").split())
    for pid in pids[1:]:
        with contextlib.suppress(psutil.Error):
            found.append(psutil.Process(pid))
    return found


def _together() -> int:
    """Sum up the proportional set sizes of all descendants: of a page that several share, each counts its part."""
    total = 0
    for process in _descendants():
        with contextlib.suppress(OSError, AttributeError, TypeError):
            rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="utf-8")
            total += int(re.search(r"^Pss:\s*(\d+)", rollup, re.MULTILINE)[1]) << 10  # type: ignore[index]
    return total


def _role(process: psutil.Process) -> str:
    """Return what a process is for; forks have the command line of what they were forked from."""
    command = process.cmdline()
    line = " ".join(command)
    if WARM not in line:
        return next((role for word, role in ROLES.items() if word in line), "other")
    if not _shares_processes(process):
        return "kernel"
    parent = process.parent()
    return "keeper" if parent is not None and parent.cmdline() == command else "warm process"


def _shares_processes(process: psutil.Process) -> bool:
    return os.readlink(f"/proc/{process.pid}/ns/pid") == os.readlink("/proc/self/ns/pid")


def _reaped() -> float:
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])  # user and system seconds


def peak(rises: Iterable[Rise], role: str, until: float = float("inf")) -> int:
    """Give the most resident memory, in bytes, that one process of a role had up to a time; 0 if none was seen."""
    return max((memory for when, of, memory in rises if of == role and when <= until), default=0)
