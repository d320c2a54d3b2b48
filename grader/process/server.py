"""Forks limited processes: each call finds everything imported, starts in milliseconds, and leaves nothing behind.

This process has one thread and reads no submission. It ends with the process that started it, and its forks with it.
"""

import contextlib
import ctypes
import gc
import importlib
import os
import pickle
import random
import resource
import signal
import socket
import sys
import traceback
from multiprocessing.connection import Connection
from typing import Any

from grader.errors import GraderError, GradingFailed
from grader.process.limited import Call, enter, lift, out_of_memory

PR_SET_PDEATHSIG = 1
LONGEST = 4096  # bytes of a module's name


def serve(line: socket.socket) -> None:
    """Fork for each request until the socket is closed; a request is a module's name and the call's descriptor."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # forks are not waited for, and leave no zombies
    while True:
        name, descriptors, *_ = socket.recv_fds(line, LONGEST, 1)
        if not descriptors:
            return
        with contextlib.suppress(Exception):  # the call raises the same error, and reports it
            importlib.import_module(name.decode())
        gc.freeze()
        server = os.getpid()
        if os.fork() == 0:
            try:
                line.close()
                with Connection(descriptors[0]) as own:
                    _answer(own, server)
            finally:
                os._exit(0)
        os.close(descriptors[0])


def _answer(line: Connection, server: int) -> None:
    """Do what one call asks, within its limits, and send what came of it."""
    _die_with(server)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    random.seed()  # forks share a state, but must draw different numbers
    line.send(os.getpid())
    with contextlib.suppress(EOFError, OSError):  # the caller has ended
        outcome = _outcome(line)
        try:
            line.send(outcome)
        except (pickle.PicklingError, TypeError, AttributeError, MemoryError) as error:
            line.send(("raised", GradingFailed("submission", f"the grader itself failed ({error})")))


def _outcome(line: Connection) -> tuple[str, Any]:
    try:
        call: Call = line.recv()
        os.chdir(call.folder)
        os.environ.clear()
        os.environ.update(call.environment)
        enter(call, line)
        _limit(call.memory)
        return "done", call.function(*call.arguments)
    except Exception as error:
        exhausted = not isinstance(error, GraderError) and out_of_memory(repr(error))
        return ("memory", None) if exhausted else ("raised", _portable(error))
    finally:
        lift()  # what is left to do is to send the answer


def _portable(error: Exception) -> Exception:
    """Return the error, or one that describes it where it cannot be sent; its traceback goes along as a note."""
    if isinstance(error, GraderError):
        return error
    trace = "".join(traceback.format_exception(error))
    with contextlib.suppress(Exception):
        pickle.loads(pickle.dumps(error))
        error.add_note(trace)
        return error
    return GradingFailed("submission", f"the grader itself failed ({type(error).__name__}: {error})", trace)


def _limit(memory: int) -> None:
    """Let this process take so many bytes more than it has; programs that it starts may lift that."""
    with open("/proc/self/statm", encoding="ascii") as pages:
        soft = int(pages.read().split()[0]) * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (soft, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _die_with(server: int) -> None:
    """Have the kernel end this process as soon as the server is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != server:
            os._exit(1)


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        serve(asked)
