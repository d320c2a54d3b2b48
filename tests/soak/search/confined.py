"""Calls a function in a child process of limited time and memory, for what may hang, crash or change global state."""

import contextlib
import gc
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from multiprocessing import connection
from typing import Any

SECONDS = 20.0  # for a call
MEMORY = 6 << 30  # of address space, what torch maps included


class Lost(Exception):
    """The child ended without a result: the text says how."""


class Child:
    """A fork of this process that calls a function again and again; a new one takes its place where it is lost.

    Args:
        function: what is called, with whatever `call` is given.
        seconds: time limit of a call.
        memory: limit on the address space, in bytes.
    """

    def __init__(self, function: Callable[..., Any], seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.function, self.seconds, self.memory = function, seconds, memory
        self._process = 0
        self._line: connection.Connection | None = None
        self._folder = tempfile.TemporaryDirectory()  # removed with this object, as a child is killed

    def call(self, *arguments: Any) -> Any:
        """What the function returns.

        Raises:
            Lost: it raised, died, or took too long.
        """
        line = self._line or self._started()
        try:
            line.send(arguments)
            if not line.poll(self.seconds):
                raise Lost("ran out of time")
            good, value = line.recv()
        except (EOFError, OSError) as error:
            self.end()
            raise Lost("died") from error
        except Lost:
            self.end()
            raise
        if not good:
            raise Lost(value)
        return value

    def end(self) -> None:
        """End the child, so that the next call meets a fresh one."""
        if self._line is not None:
            self._line.close()
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._line = None

    def _started(self) -> connection.Connection:
        gc.freeze()  # else the child would copy every page that its first collection touches
        here, there = connection.Pipe()
        self._process = os.fork()
        if self._process == 0:
            here.close()
            self._serve(there)
        there.close()
        self._line = here
        return here

    def _serve(self, line: connection.Connection) -> None:
        """The child's life; it never returns."""
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_AS, (self.memory, self.memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - it ends with the process
        os.chdir(self._folder.name)  # attacks write where they stand
        with contextlib.suppress(BaseException):
            while True:
                arguments = line.recv()
                try:
                    result = (True, self.function(*arguments))
                except BaseException as error:
                    result = (False, f"{type(error).__name__}: {error}"[:300])
                line.send(result)
        os._exit(0)
