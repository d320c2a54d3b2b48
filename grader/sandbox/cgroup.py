"""A control group for one sandbox, where the system allows it: limits on total memory and processes."""

import contextlib
import errno
import os
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
PREFIX = "grader-"  # then the pid of its grader, and a number
REMOVAL_TIMEOUT = 10.0  # seconds in which the kernel must release the memory of killed processes


@dataclass(frozen=True, slots=True)
class Cgroup:
    """The folders of one group: one in version 2, one for each controller in version 1."""

    folders: tuple[Path, ...]

    def add(self, pid: int) -> None:
        """Put a process into the group; its later children follow."""
        for folder in self.folders:
            (folder / "cgroup.procs").write_text(str(pid))

    def killed_for_memory(self) -> bool:
        """Whether the OOM killer ended a process of the group."""
        for folder in self.folders:
            for name in ("memory.events", "memory.oom_control"):
                with contextlib.suppress(OSError):
                    lines = (folder / name).read_text().splitlines()
                    if any(line.startswith("oom_kill ") and line.split()[1] != "0" for line in lines):
                        return True
        return False

    def refused_processes(self) -> int:
        """Return how often the group's limit prevented a process or thread from being started."""
        for folder in self.folders:
            with contextlib.suppress(OSError, ValueError):
                return int((folder / "pids.events").read_text().split()[1])
        return 0

    def remove(self) -> None:
        """Kill what is left in the group and remove it."""
        for folder in self.folders:
            until = time.monotonic() + REMOVAL_TIMEOUT
            while folder.exists() and time.monotonic() < until:
                _kill(folder)
                try:
                    folder.rmdir()
                except OSError as error:
                    if error.errno != errno.EBUSY:  # of another user: waiting would not help
                        break
                    time.sleep(0.02)


def _kill(folder: Path) -> None:
    with contextlib.suppress(OSError, ValueError):
        if (folder / "cgroup.kill").exists():
            (folder / "cgroup.kill").write_text("1")
            return
        for pid in (folder / "cgroup.procs").read_text().split():
            os.kill(int(pid), 9)


def sweep() -> None:
    """Remove the groups left behind by graders that were killed."""
    for folder in [*ROOT.glob(f"{PREFIX}*"), *ROOT.glob(f"*/{PREFIX}*")]:
        grader = folder.name.removeprefix(PREFIX).partition("-")[0]
        if not Path("/proc", grader).exists():
            Cgroup((folder,)).remove()


def make(name: str, memory: int, processes: int) -> Cgroup | None:
    """Return a new group with limits on memory (bytes) and processes, or None where none can be created."""
    sweep()
    try:
        if (ROOT / "cgroup.controllers").exists():
            return _make_v2(name, memory, processes)
        return _make_v1(name, memory, processes)
    except OSError:
        return None


def _make_v2(name: str, memory: int, processes: int) -> Cgroup | None:
    folder = ROOT / name
    folder.mkdir()
    try:
        (folder / "memory.max").write_text(str(memory))
        with contextlib.suppress(OSError):
            (folder / "memory.swap.max").write_text("0")
        (folder / "pids.max").write_text(str(processes))
    except OSError:
        folder.rmdir()
        raise
    return Cgroup((folder,))


def _make_v1(name: str, memory: int, processes: int) -> Cgroup | None:
    limits = {"memory": ("memory.limit_in_bytes", memory), "pids": ("pids.max", processes)}
    made: list[Path] = []
    try:
        for controller, (file, value) in limits.items():
            folder = ROOT / controller / name
            folder.mkdir()
            made.append(folder)
            (folder / file).write_text(str(value))
    except OSError:
        for folder in made:
            folder.rmdir()
        raise
    return Cgroup(tuple(made))
