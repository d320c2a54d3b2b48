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
import select
import signal
import socket
import sys
import traceback
from multiprocessing.connection import Connection
from typing import Any

from grader.errors import GraderError, GradingFailed
from grader.process.call import Call, Preparation
from grader.process.limited import enter, lift, out_of_memory

PR_SET_PDEATHSIG = 1
LONGEST = 65536  # bytes of a request
PIPE = 65536  # bytes, at least as many as a pipe keeps


def serve(line: socket.socket) -> None:
    """Fork for each request until nobody is left to ask: what to have ready, and the descriptor of the call's line."""
    gc.disable()  # what is imported stays: forks alone collect
    done, forked = set[Preparation](), set[int]()
    ended, tells = os.pipe()
    for end in (ended, tells):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # to ignore it would keep other programs from waiting
    signal.set_wakeup_fd(tells, warn_on_full_buffer=False)
    while True:
        while line.fileno() not in select.select([line.fileno(), ended], [], [])[0]:
            os.read(ended, PIPE)
            _reap(forked)
        request, descriptors, *_ = socket.recv_fds(line, LONGEST, 1)
        if not descriptors:
            return
        module, prepared = pickle.loads(request)
        with contextlib.suppress(Exception):  # the call meets the same error, and tells it
            importlib.import_module(module)
        for preparation in prepared:
            with contextlib.suppress(Exception):
                _prepare(preparation, done)
        gc.freeze()
        server, pid = os.getpid(), os.fork()
        if pid == 0:
            try:
                gc.enable()
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for unused in (ended, tells):
                    os.close(unused)
                line.close()
                with Connection(descriptors[0]) as own:
                    _answer(own, server)
            finally:
                os._exit(0)
        forked.add(pid)
        os.close(descriptors[0])


def _reap(forked: set[int]) -> None:
    """Wait for those of some processes that have ended, and forget them."""
    for pid in list(forked):
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG) == (0, 0):
                continue
        forked.discard(pid)


def _prepare(preparation: Preparation, done: set[Preparation]) -> None:
    if preparation.each:
        preparation.function(*preparation.arguments)
    elif preparation not in done:
        done.add(preparation)
        preparation.function(*preparation.arguments)


def _reseed() -> None:
    """See to it that forks of one state do not choose alike."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _answer(line: Connection, server: int) -> None:
    """Do what one call asks, within its limits, and send what came of it."""
    _die_with(server)
    _reseed()
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
