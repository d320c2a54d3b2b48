"""Takes layers of the sandbox away, and holds what attacks on it are written with."""

import functools
import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox import bwrap, cgroup, seccomp, zygote
from grader.sandbox.provisioner import SandboxProvisioner

OUTER = "_zygote_arguments"  # options of the sandbox around the warm process


class Without:
    """Takes layers of the sandbox away, for as long as a patch lasts."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch

    def arguments(self, change: Callable[[list[str]], list[str]], of: str = "arguments") -> None:
        """Other options for bwrap, a kernel's or those of the warm process."""
        given = getattr(SandboxProvisioner, of)
        self.patch.setattr(SandboxProvisioner, of, lambda *args: change(given(*args)))

    def option(self, *option: str, instead: tuple[str, ...] = (), of: str = "arguments") -> None:
        """A run of bwrap's options, which must be there."""

        def change(arguments: list[str]) -> list[str]:
            starts = range(len(arguments) - len(option) + 1)
            [start] = [start for start in starts if arguments[start : start + len(option)] == list(option)]
            return [*arguments[:start], *instead, *arguments[start + len(option) :]]

        self.arguments(change, of)

    def namespace(self, name: str) -> None:
        """A kind of namespace that each kernel has of its own: the one around it then is its own, too."""
        self.option(f"--unshare-{name}")
        self.order(lambda order: order["box"]["spaces"].remove(name))

    def outer(self, *option: str, instead: tuple[str, ...] = ()) -> None:
        """A run of options of the sandbox around the warm process, which must be there."""
        self.option(*option, instead=instead, of=OUTER)

    def around(self) -> None:
        """The whole sandbox around the warm process."""

        def kind(*args: Any) -> zygote.Kind:
            made = given(*args)
            return zygote.Kind((), made.environment, made.warmth, str(zygote.INSIDE.parents[1]))

        given = SandboxProvisioner.zygote_kind
        self.patch.setattr(bwrap, "font_list", lambda: None)  # it is shown by way of that sandbox
        self.patch.setattr(SandboxProvisioner, "zygote_kind", kind)

    def processes(self) -> None:
        """The namespace of processes, and with it the kernel's own guard."""
        self.option("--as-pid-1")
        self.namespace("pid")

    def inside(self, name: str, old: str, new: str = "") -> None:
        """A part of the text of a file that runs inside, which must be there."""
        text = (zygote.INSIDE / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {name}"
        self.patch.setattr(zygote, "INSIDE", changed(zygote.INSIDE, name, text.replace(old, new)))

    def order(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Other orders for the warm process."""
        given = SandboxProvisioner.order

        def order(*args: Any) -> dict[str, Any]:
            made = given(*args)
            change(made)
            return made

        self.patch.setattr(SandboxProvisioner, "order", order)

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


@functools.cache
def _copies() -> "tempfile.TemporaryDirectory[str]":
    folder = tempfile.TemporaryDirectory(prefix="grader-inside-")
    Path(folder.name).chmod(0o755)
    return folder


def changed(inside: Path, name: str, text: str) -> Path:
    """Return a copy of the code that runs inside, with another text in one file: the same for the same."""
    seen = {path.name: path.read_bytes() for path in inside.glob("*.py")} | {name: text.encode()}
    digest = hashlib.sha256(repr(sorted(seen.items())).encode()).hexdigest()[:16]
    copy = Path(_copies().name, digest, "grader", inside.name)
    if not copy.exists():
        copy.mkdir(parents=True)
        shutil.copy(inside.parent / "__init__.py", copy.parent)
        for file, content in seen.items():
            (copy / file).write_bytes(content)
    return copy


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
def status(name, pid="self"):
    return dict(line.split(":\t", 1) for line in open(f"/proc/{pid}/status").read().splitlines())[name]
def keeper():
    return int(status("PPid", os.getppid()))  # of the kernel, of which whoever answers is a fork
def unbound(name):
    hard = resource.getrlimit(name)[1]
    resource.setrlimit(name, (hard, hard))
    return hard
"""
Layer = Callable[[Without], object]
Tries = Callable[..., dict[str, str]]
Proves = Callable[..., None]
