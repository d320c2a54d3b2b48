"""Runs code that processes a submission in a separate process with limits on memory and time.

A server, `grader.process.server`, imports what is needed once and forks for each call.
"""

import atexit
import contextlib
import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from grader.errors import GradingFailed, LimitReached
from grader.process.allocation import KEEPS_FREED
from grader.process.call import Call, Preparation
from grader.process.load import OVERLOADED, overload

MEMORY = 512 * 2**20  # bytes of address space that a call may take beyond what its process starts with
STARTING = 120.0  # seconds until a process is there, the first of which imports everything
GRACE = 8.0  # seconds after a deadline in which what was found can still be written down
OUT_OF_MEMORY = ("MemoryError", "Cannot allocate memory", "failed to map segment", "can't start new thread")
T = TypeVar("T")


class _Inside:
    """The state of a limited process: its deadline, and the connection to its caller."""

    deadline: float | None = None
    line: Connection | None = None


def run(
    step: str,
    function: Callable[..., T],
    *arguments: Any,
    seconds: float,
    memory: int = 0,
    prepared: Sequence[Preparation] = (),
) -> T:
    """Return what a function returns, called in a process that is ended when it takes too much.

    Within such a process the function is called directly, and the caller is notified of the step.

    Args:
        step: what is done with the submission, as the end of "while": ``it was read``.
        function: one of a module's own; arguments, result and errors cross as pickles.
        arguments: its arguments.
        seconds: the time until the deadline; the process is ended `GRACE` seconds after it.
        memory: bytes that it may take; `MEMORY` if none are named.
        prepared: what the process should find done; outside its time and memory.

    Raises:
        LimitReached: time or memory ran out, or the process died; ``what`` names the step.
        GradingFailed: no process can be started.
    """
    if _Inside.line is not None:
        return _within(step, function, arguments)
    with _started(function.__module__, prepared) as line:
        until = time.monotonic() + seconds
        call = Call(step, function, arguments, until, memory or MEMORY, os.getcwd(), dict(os.environ))
        line.send(call)
        found: T = _awaited(line, call, seconds)
        return found


def _within(step: str, function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    """Call a function here; where memory ends, so does this process: a caller might take that for a common error."""
    announce(step)
    try:
        return function(*arguments)
    except MemoryError:
        assert _Inside.line is not None
        _Inside.line.send(("memory", None))
        os._exit(1)


def announce(step: str) -> None:
    """Notify the caller of this process, if there is one, of its next step."""
    if _Inside.line is not None:
        _Inside.line.send(("step", step))


def remaining(seconds: float) -> float:
    """Return the given time, or what is left until this process's deadline if that is less."""
    return seconds if _Inside.deadline is None else max(0.0, min(seconds, _Inside.deadline - time.monotonic()))


def enter(call: Call, line: Connection) -> None:
    """Mark this process as limited to one call; used by `grader.process.server`."""
    _Inside.deadline, _Inside.line = call.deadline, line


def out_of_memory(text: str) -> bool:
    """Whether the text of an error or a log says that memory ran out."""
    return any(words in text for words in OUT_OF_MEMORY)


def lift() -> None:
    """Remove this process's memory limit, before it executes another program."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _awaited(line: Connection, call: Call, seconds: float) -> Any:
    step, until = call.step, call.deadline + GRACE
    while True:
        try:
            if not line.poll(max(0.0, until - time.monotonic())):
                what = f"the time limit of {seconds:.0f} seconds was reached while {step}"
                busy = f"; {OVERLOADED} ({load}); grade it again" if (load := overload()) else ""
                raise LimitReached("submission", what + busy, step=step)
            kind, value = line.recv()
        except (EOFError, ConnectionError):
            raise LimitReached("submission", f"the process that graded it ended while {step}", step=step) from None
        if kind == "step":
            step = value
        elif kind == "memory":
            what = f"more than {call.memory // 2**20} MB of memory were needed while {step}"
            raise LimitReached("submission", what, step=step)
        elif kind == "raised":
            raise value
        else:
            return value


class _Server:
    """A server process, and the socket for requests to it."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.line, server_end = socket.socketpair()
        lean = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}  # it forks, within limits
        whole = {"PYTHONOPTIMIZE": ""}  # hidden tests are made of the assert statements that this would leave out
        with server_end:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "grader.process.server", str(server_end.fileno())],
                pass_fds=[server_end.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, **lean, **KEEPS_FREED, **whole},
                start_new_session=True,  # keeps Ctrl-C from the server, which the grader ends itself
            )
        atexit.register(self.close)

    @property
    def alive(self) -> bool:
        """Whether it can be asked from this process."""
        return self.owner == os.getpid() and self.process.poll() is None

    def close(self) -> None:
        """End it, with all that it has forked."""
        self.line.close()
        if self.owner == os.getpid():
            self.process.wait()


_servers: list[_Server] = []
_lock = threading.Lock()


@contextlib.contextmanager
def _started(module: str, prepared: Sequence[Preparation]) -> Iterator[Connection]:
    """Give the line to a new limited process that has a module loaded, and does not outlive the block."""
    request = pickle.dumps((module, tuple(prepared)))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        with _lock:
            if not (_servers and _servers[-1].alive):
                _servers.append(_Server())
            socket.send_fds(_servers[-1].line, [request], [theirs.fileno()])
        theirs.close()
        with Connection(os.dup(ours.fileno())) as line:
            try:
                process = line.recv() if line.poll(STARTING) else 0
            except (EOFError, ConnectionError):
                process = 0
            if not process:
                raise GradingFailed("submission", "no process could be started to grade it", "Grade it again.")
            try:
                yield line
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
