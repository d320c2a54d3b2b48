"""The grader's side of the warm process: started when first needed, one for each kind of kernel, and started anew."""

import atexit
import contextlib
import os
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import grader
from grader.console import VERBOSE
from grader.errors import SandboxError
from grader.inside.channel import Channel
from grader.sandbox.warmth import Warmth

INSIDE = Path(grader.__file__).parent / "inside"
PLACE = "/run/zygote"  # in the sandbox of the warm process
STARTING = 120.0  # seconds until it has imported everything
ENDING = 1.0  # seconds that it may take to end, when this process does
MOST = 3  # that one process keeps: settings can change, and a release can


@dataclass(frozen=True, slots=True)
class Kind:
    """What a warm process is started with.

    Attributes:
        command: bubblewrap and its options; empty without a sandbox.
        environment: its environment variables.
        warmth: what it imports and does before it forks.
        place: the folder that it finds the package `grader` in.
    """

    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]
    warmth: Warmth
    place: str


class Zygote:
    """A warm process.

    Args:
        kind: how it is started.

    Raises:
        SandboxError: it does not start.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        ours, theirs = socket.socketpair()
        code = f"import sys; sys.path.insert(0, {kind.place!r}); from grader.inside.zygote import main; main({{}})"
        python = [sys.executable, "-P", "-c", code.format(theirs.fileno())]
        quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        with contextlib.ExitStack() as handed:
            inherited = [handed.enter_context(theirs).fileno()]
            if kind.command:
                inherited.append(handed.enter_context(_listed(kind.command[1:])).fileno())
                python = [kind.command[0], "--args", str(inherited[1]), "--", *python]
            self.process = subprocess.Popen(  # it ends with the last process that holds our end of the line
                python,
                env=dict(kind.environment),
                pass_fds=inherited,
                cwd="/",
                start_new_session=True,
                **quiet,  # type: ignore[call-overload]
            )
        self._channel, self._lock = Channel(ours), threading.Lock()
        self.found = self._warm_up()

    def _warm_up(self) -> dict[str, Any]:
        warmth = self.kind.warmth
        try:
            self._channel.line.settimeout(STARTING)
            self._channel.send("warm", {"imports": warmth.imports, "train": warmth.train, "draw": warmth.draw})
            _, found, _ = self._channel.receive()
        except (OSError, EOFError, ValueError) as error:
            self.close()
            what = f"the process that students' kernels are forked from did not start ({error!r})"
            raise SandboxError("sandbox", what, "Is ipykernel installed?") from error
        self._channel.line.settimeout(None)
        if os.environ.get(VERBOSE):
            print(_described(found), file=sys.stderr, flush=True)
        return dict(found)

    @property
    def alive(self) -> bool:
        """Whether it can be asked for more; it never sends anything after its first message."""
        return not select.select([self._channel.line], [], [], 0)[0]

    def order(self, order: Mapping[str, Any], descriptors: Mapping[str, int]) -> None:
        """Have it fork a kernel.

        Raises:
            OSError: it has ended.
        """
        with self._lock:
            self._channel.send("order", {**order, "descriptors": list(descriptors)}, list(descriptors.values()))

    def close(self) -> None:
        """End it, unless another process still needs it; kernels that it has forked live on."""
        self._channel.line.close()
        _ending.append(self.process)
        _ending[:] = [process for process in _ending if process.poll() is None]


def _listed(options: Sequence[str]) -> BinaryIO:
    """Return a file without a name that holds some options: no list of processes shows them."""
    file = os.fdopen(os.memfd_create("options"), "w+b")
    file.write(b"".join(os.fsencode(option) + b"\0" for option in options))
    file.seek(0)
    return file


def _described(found: Mapping[str, Any]) -> str:
    """Return what came of warming up, in words."""
    failed = f"; not imported: {', '.join(found['failed'])}" if found["failed"] else ""
    several = f"; {found['threads']} threads, so nothing is imported before forking" if found["threads"] > 1 else ""
    imported = ", ".join(found["imported"]) or "nothing"
    return f"Warm process ready after {found['seconds']:.1f} s, imported: {imported}{failed}{several}."


_kept: dict[Kind, Zygote] = {}
_ending: list[subprocess.Popen[bytes]] = []  # that somebody has to wait for
_lock = threading.Lock()


def ready(kind: Kind) -> Zygote:
    """Return a warm process of a kind: what this process, or the one it was forked from, has started, or a new one.

    Raises:
        SandboxError: none can be started.
    """
    with _lock:
        zygote = _kept.pop(kind, None)
        if zygote is not None and not zygote.alive:
            zygote.close()
            zygote = None
        if zygote is None:
            zygote = Zygote(kind)
            if zygote.found.get("threads", 1) > 1 and kind.warmth != Warmth():  # no fork of several threads is safe
                zygote.close()
                zygote = Zygote(Kind(kind.command, kind.environment, Warmth(), kind.place))
        _kept[kind] = zygote  # the last one that was used comes last
        while len(_kept) > MOST:
            _kept.pop(next(iter(_kept))).close()
        return zygote


@atexit.register
def _close_all() -> None:
    while _kept:
        _kept.popitem()[1].close()
    until = time.monotonic() + ENDING
    for process in _ending:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, until - time.monotonic()))
