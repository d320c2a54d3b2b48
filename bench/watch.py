"""Watches a command and all that it starts: memory, and the processor time that nobody else counts."""

import contextlib
import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import psutil

INTERVAL = 0.2  # seconds between two looks
ROLES = {"ipykernel": "kernel", "spawn_main": "worker", "alembic": "other", "tracker": "other"}


class Rise(NamedTuple):
    """A process has had more resident memory than any of its role before: when, seconds since the epoch; bytes."""

    when: float
    role: str
    memory: int


def peak(rises: Iterable[Rise], role: str, until: float = float("inf")) -> int:
    """The largest resident memory, in bytes, that one process of a role has had up to a time; 0 if none was seen."""
    return max((rise.memory for rise in rises if rise.role == role and rise.when <= until), default=0)


class Watch:
    """What is seen of a process's descendants while the context lasts.

    `rises` tells how the largest memory of each role grew. `confined` is the processor time, in seconds, of each
    process in a process space of its own: when such a space is killed, the system counts its processes' time for no
    parent. What one does between the last look and its end is missed.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.rises: list[Rise] = []
        self.confined: dict[tuple[int, float], float] = {}
        self._space = os.readlink("/proc/self/ns/pid")
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_again, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _look_again(self) -> None:
        while not self._over.wait(INTERVAL):
            with contextlib.suppress(psutil.Error):
                for process in psutil.Process(self.pid).children(recursive=True):
                    with contextlib.suppress(psutil.Error, OSError):
                        self._look(process)

    def _look(self, process: psutil.Process) -> None:
        if os.readlink(f"/proc/{process.pid}/ns/pid") != self._space:
            spent = process.cpu_times()
            self.confined[process.pid, process.create_time()] = spent.user + spent.system
        words = " ".join(process.cmdline())
        role = next((role for word, role in ROLES.items() if word in words), None)
        if role is None:
            role = "main" if "grader" in words and " grade " in words else "other"
        memory = high_water(process.pid)
        if memory > peak(self.rises, role):
            self.rises.append(Rise(time.time(), role, memory))


def high_water(pid: int) -> int:
    """The largest resident memory that a process has had so far, bytes; 0 for one that is gone.

    Raises:
        OSError: the process is gone.
    """
    for line in Path("/proc", str(pid), "status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) << 10
    return 0
