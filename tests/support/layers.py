"""Takes layers of the sandbox away, and holds what attacks on it are written with."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from grader.sandbox import cgroup, seccomp
from grader.sandbox.provisioner import SandboxProvisioner


class Without:
    """Takes layers of the sandbox away, for as long as a patch lasts."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch

    def arguments(self, change: Callable[[list[str]], list[str]]) -> None:
        """Other options for bwrap."""
        given = SandboxProvisioner._arguments
        self.patch.setattr(SandboxProvisioner, "_arguments", lambda *args: change(given(*args)))

    def option(self, *option: str, instead: tuple[str, ...] = ()) -> None:
        """A run of bwrap's options, which must be there."""

        def change(arguments: list[str]) -> list[str]:
            starts = range(len(arguments) - len(option) + 1)
            [start] = [start for start in starts if arguments[start : start + len(option)] == list(option)]
            return [*arguments[:start], *instead, *arguments[start + len(option) :]]

        self.arguments(change)

    def processes(self) -> None:
        """The namespace of processes, and with it the kernel's own guard."""
        self.option("--as-pid-1")
        self.option("--unshare-pid")

    def launcher(self, old: str, new: str) -> None:
        """A part of the launcher's text, which must be there."""
        given = SandboxProvisioner._launcher

        def change(*args: Any) -> list[str]:
            parts = given(*args)
            assert sum(old in part for part in parts) == 1
            return [part.replace(old, new) for part in parts]

        self.patch.setattr(SandboxProvisioner, "_launcher", change)

    def order(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Other orders for the launcher."""
        given = SandboxProvisioner._launcher

        def launcher(*args: Any) -> list[str]:
            *command, text = given(*args)
            order = json.loads(text)
            change(order)
            return [*command, json.dumps(order)]

        self.patch.setattr(SandboxProvisioner, "_launcher", launcher)

    def limit(self, name: str) -> None:
        """A limit of each process."""
        self.order(lambda order: order["limits"].pop(name))

    def uid(self) -> None:
        """The user of its own that a kernel of root's runs as."""
        self.order(lambda order: order.update(uid=None))

    def filter(self) -> None:
        """The filter of system calls."""
        self.patch.setattr(seccomp, "machine", lambda: None)

    def group(self) -> None:
        """The control group, where there is one."""
        self.patch.setattr(cgroup, "make", lambda *limits: None)


# What attacks are written with: each answers "done" if it worked, and something else if not.
ATTACKER = """
import ctypes, glob, os, resource, select, signal, socket, subprocess, sys, time
libc = ctypes.CDLL(None, use_errno=True)
def attempt(do):
    try:
        return "done" if do() else "refused"
    except (OSError, ValueError, MemoryError) as error:
        return type(error).__name__
def in_child(do):
    pid = os.fork()
    if pid == 0:
        os._exit(attempt(do) != "done")
    return os.waitpid(pid, 0)[1] == 0
def together(count, do):
    reader, writer = os.pipe()
    pids, ready = [], 0
    living = lambda: all(os.waitpid(pid, os.WNOHANG) == (0, 0) for pid in pids)
    try:
        for _ in range(count):
            pids.append(os.fork())
            if pids[-1] == 0:
                held = attempt(do) == "done" and os.write(writer, b"x") and time.sleep(100)
                os._exit(1)
        while ready < count and living():
            ready += bool(select.select([reader], [], [], 0.1)[0]) and len(os.read(reader, count))
        return ready == count and living()
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
def unbound(name):
    hard = resource.getrlimit(name)[1]
    resource.setrlimit(name, (hard, hard))
    return hard
"""
Layer = Callable[[Without], object]
Tries = Callable[..., dict[str, str]]
Proves = Callable[..., None]
