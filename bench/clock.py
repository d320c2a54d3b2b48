"""Runs a command and tells what it took, with everything that it started: seconds, and processor seconds."""

import contextlib
import ctypes
import os
import resource
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from watch import Watch

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Took:
    """What one run of a command took, both in seconds."""

    seconds: float
    processor: float


def run(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str], log: Path) -> Took:
    """Run a command in a folder to its end; what it prints is appended to the log.

    Orphans become children of this process, so that their processor time counts as well; that of killed sandboxes is
    looked up while they run. No other child may run meanwhile.

    Raises:
        click.ClickException: the command failed.
    """
    before, started = _processor(), time.monotonic()
    with adopting_orphans(), Watch(os.getpid()) as watch, log.open("ab") as said:
        process = subprocess.Popen(
            command, cwd=folder, env=dict(environment), stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        status = _wait(process)
        seconds = time.monotonic() - started
        _bury()
    if status:
        last = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
        raise click.ClickException(f"{' '.join(map(str, command))} ended with status {status}:\n{last}")
    return Took(seconds, _processor() - before + sum(watch.confined.values()))


@contextlib.contextmanager
def adopting_orphans() -> Iterator[None]:
    """Be the parent of every descendant whose own parent ends, while the context lasts."""
    library = ctypes.CDLL(None)
    library.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        library.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def _wait(process: "subprocess.Popen[bytes]") -> int:
    """Wait for a process, and take leave of the orphans that end before it; its exit status."""
    try:
        while True:
            pid, status = os.wait()
            if pid == process.pid:
                process.returncode = os.waitstatus_to_exitcode(status)
                return process.returncode
    except BaseException:
        process.kill()
        process.wait()
        raise


def _bury() -> None:
    """Take leave of the orphans that have ended; those that end within a second are waited for."""
    until = time.monotonic() + 1
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < until:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.02)


def _processor() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
