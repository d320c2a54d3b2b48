"""Answers what comes along a student's stream: cells to run, questions, and orders to fork."""

import asyncio
import contextlib
import os
import select
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from grader.inside import agent, clean_room, confinement
from grader.inside.channel import Channel
from grader.inside.line_kernel import LineKernel

Handler = Callable[[Any], dict[str, Any]]


class Server:
    """Serves one stream after the other in one process; a fork of it serves its own.

    Args:
        line: the kernel.
        channel: its stream.
    """

    def __init__(self, line: LineKernel, channel: Channel) -> None:
        self._line, self._channel = line, channel
        self._loop: asyncio.AbstractEventLoop | None = None
        self._inherited: list[object] = []  # loops of the processes that were forked, whose selectors are still theirs
        self._number = 0
        self._forks: set[int] = set()
        self._handlers: dict[str, Handler] = {
            "execute": self._execute,
            "run": lambda content: self._execute(content["code"], goes_on=content["goes_on"], draws=content["draws"]),
            "ask": self._ask,
            "ping": lambda _: {"status": "ok"},
        }

    def serve(self) -> NoReturn:
        """Answer until the other end is closed; does not return."""
        while True:
            try:
                if self._loop is not None:
                    self._wait(self._loop)
                kind, content, descriptors = self._channel.receive()
            except (EOFError, OSError):
                os._exit(0)
            if kind == "fork":
                self._fork(descriptors[0])
            else:
                self._reply(self._handlers[kind], *content)

    def _reply(self, handler: Handler, number: int, content: Any) -> None:
        """Answer a request, whatever comes of it, with its number."""
        reply: dict[str, Any] = {"status": "interrupted"}
        with contextlib.suppress(KeyboardInterrupt):
            try:
                self._line.interruptible(True)
                reply = self._outcome(handler, content)
            finally:
                self._line.interruptible(False)
        self._line.interruptible(False)  # an interrupt may have come just when that was done
        if not self._channel.own:  # a fork that the student's code has made and not ended
            os._exit(0)
        self._line.flush()
        self._channel.send("reply", {**reply, "number": number})

    def _outcome(self, handler: Handler, content: Any) -> dict[str, Any]:
        try:
            return handler(content)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # the student's code has closed the loop, or put something in a stream's place
            if isinstance(error, RuntimeError):
                self._loop = None
            said: dict[str, Any] = {"ename": type(error).__name__, "evalue": agent.text_of(error)}
            said["traceback"] = [f"{said['ename']}: {said['evalue']}"]
            self._line.send("error", said)
            return {"status": "error", **said}

    def _execute(self, code: str, *, goes_on: bool = False, draws: bool = True) -> dict[str, Any]:
        self._number += 1
        if self._loop is None or self._loop.is_closed():
            self._loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self._loop)
        reply = self._line.execute(code, self._number, self._loop, goes_on=goes_on, draws=draws)
        return {name: reply[name] for name in REPLIED if name in reply}

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        return agent.answer(request, self._line.shell.user_ns, clean_room.put)

    def _wait(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let what a cell has left in the event loop go on until there is something to read."""
        while not select.select([self._channel], [], [], 0)[0]:
            ready = asyncio.Event()
            try:
                loop.add_reader(self._channel.fileno(), ready.set)
                loop.run_until_complete(ready.wait())
            except RuntimeError:  # the loop was stopped or closed
                self._loop = None
                return
            except (SystemExit, KeyboardInterrupt):  # of one task: the others go on
                continue
            finally:
                if not loop.is_closed():
                    loop.remove_reader(self._channel.fileno())

    def _fork(self, descriptor: int) -> None:
        """Fork; the child serves the stream that came with the order, in the state in which this process is."""
        self._forks = {pid for pid in self._forks if _runs(pid)}
        try:
            pid = os.fork()
        except OSError:  # no more processes, or no more memory: whoever waits for the fork sees its stream end
            pid = -1
        if pid:
            os.close(descriptor)
            self._forks |= {pid} - {-1}
            return
        self._forks = set()
        self._channel.renewed(socket.socket(fileno=descriptor))
        self._inherited.append(self._loop)  # to close it would close the other's, too
        self._loop = None
        _forget_loop()
        confinement.yield_memory()
        with contextlib.suppress(Exception):
            if sys.modules["torch"].get_num_threads() > 1:
                sys.modules["torch"].set_num_threads(1)  # those that there were are gone
        self._channel.send("ready", {"pid": os.getpid()})


def _forget_loop() -> None:
    """Have asyncio make a new loop for whoever asks for one."""
    if sys.version_info < (3, 14):
        asyncio.set_event_loop_policy(None)
    else:  # it makes none of its own accord any more
        asyncio.set_event_loop(asyncio.new_event_loop())


def _runs(pid: int) -> bool:
    """Whether a child has not ended; one that the student's code has waited for has."""
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    return False


REPLIED = ("status", "execution_count", "ename", "evalue", "traceback", "failures")
