"""The grader's end of the stream to a kernel: whatever comes along it is bounded, and nothing in it is believed."""

import json
import re
import select
import socket
import time
from typing import Any

from grader.inside.channel import HEAD
from grader.sandbox.processes import Process, sender, writer

MAX_MESSAGE = 24 * 1024 * 1024  # bytes; the largest answer allowed, in base64, and what goes with it
MAX_PARTS = 500_000  # brackets and commas of JSON, of which a few bytes become some hundred in memory
MAX_QUOTES = 100_000  # of a message with more of them than that, for which text is told apart from structure
MAX_KIND = 40  # characters
PIECE = 1 << 18
TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)


class TooLarge(Exception):
    """A message is larger than it may be."""


class BoundedLine:
    """A stream of messages to and from a process that runs a student's code.

    Args:
        line: the socket; only this object reads from it and writes to it.
        process: at the other end.
    """

    def __init__(self, line: socket.socket, process: Process) -> None:
        self._line, self._process = line, process
        self._line.setblocking(False)
        self._received = bytearray()

    def close(self) -> None:
        """Close this end."""
        self._line.close()

    def send(self, kind: str, content: Any, until: float, descriptors: tuple[int, ...] = ()) -> None:
        """Send a message; what comes meanwhile is kept, up to the size of one message.

        Args:
            kind: of the message.
            content: plain data.
            until: the time, on the monotonic clock, at which it must be sent.
            descriptors: that go along.

        Raises:
            TimeoutError: the other end does not read.
            EOFError: there is no other end any more.
        """
        data = json.dumps([kind, content]).encode()
        rest = memoryview(HEAD.pack(len(data)) + data)
        try:
            if descriptors:
                self._wait([self._line], until)
                rest = rest[socket.send_fds(self._line, [rest[:1]], descriptors) :]
            while rest:
                if self._wait([self._line], until):
                    rest = rest[self._line.send(rest[:PIECE]) :]
        except (BrokenPipeError, ConnectionError) as error:
            raise EOFError from error

    def receive(self, until: float) -> tuple[str, Any]:
        """Return the next message: its kind, and its content as plain data of any form.

        Args:
            until: the time, on the monotonic clock, at which the whole of it must be there.

        Raises:
            TimeoutError: it is not.
            EOFError: there is no other end any more.
            TooLarge: it is larger than allowed.
            ValueError: it is no message.
        """
        self._gather(HEAD.size, until)
        (size,) = HEAD.unpack(self._received[: HEAD.size])
        if size > MAX_MESSAGE:
            raise TooLarge
        self._gather(HEAD.size + size, until)
        data = bytes(self._received[HEAD.size : HEAD.size + size])
        del self._received[: HEAD.size + size]
        if _parts(data) > MAX_PARTS:
            raise ValueError("the message has too many parts")
        try:
            message = json.loads(_text(data))
        except RecursionError as error:
            raise ValueError("the message is nested too deep") from error
        if type(message) is not list or len(message) != 2 or type(message[0]) is not str or len(message[0]) > MAX_KIND:
            raise ValueError("the message has no kind")
        return message[0], message[1]

    def _gather(self, count: int, until: float) -> None:
        while len(self._received) < count:
            self._wait([], until)
            self._read()

    def _wait(self, writable: list[socket.socket], until: float) -> bool:
        """Wait until something can be read or written; whether something can be written.

        Raises:
            TimeoutError: the time is over.
        """
        while (left := until - time.monotonic()) > 0:
            room = len(self._received) <= MAX_MESSAGE
            watched: list[Any] = [self._line] if room or not writable else []
            if self._process.fileno() >= 0:
                watched.append(self._process)
            readable, ready, _ = select.select(watched, writable, [], min(left, 60.0))
            if writable and self._line in readable and not ready:
                self._read()
            elif ready:
                return True
            elif readable:
                return False
        raise TimeoutError

    def _read(self) -> None:
        """Read a piece of what is there.

        Raises:
            EOFError: nothing is, and nothing will come.
        """
        try:
            piece = self._line.recv(PIECE)
        except BlockingIOError:
            if self._process.alive:
                return
            raise EOFError from None
        except ConnectionError as error:
            raise EOFError from error
        if not piece:
            raise EOFError
        self._received += piece


def greeted(line: socket.socket, until: float, beside: Process | None = None) -> tuple[BoundedLine, Process]:
    """Wait until the process at the other end of a new stream is ready; the stream, and which process it is.

    Args:
        line: the socket, see `name_senders`.
        until: the time, on the monotonic clock, at which it must be ready.
        beside: a process in whose sandbox it must be.

    Raises:
        OSError, EOFError, ValueError, TooLarge: it is not.
    """
    if not select.select([line], [], [], max(0.0, until - time.monotonic()))[0]:
        raise TimeoutError("it was not ready in time")
    pid = sender(line) or _told(line)
    if not pid:
        raise EOFError
    process = writer(line, pid)
    try:
        if beside is not None and hasattr(socket, "SO_PASSCRED") and not process.shares_sandbox(beside):
            raise OSError("another process answered")
        bounded = BoundedLine(line, process)
        kind, content = bounded.receive(until)
        if kind != "ready":
            raise OSError(str(content)[:500])
    except BaseException:
        process.close()
        raise
    return bounded, process


def _told(line: socket.socket) -> int:
    """Return the process that a first message names, where the system does not tell who sent it; 0 if none does."""
    if hasattr(socket, "SO_PASSCRED"):
        return 0
    _, content = json.loads(line.recv(PIECE, socket.MSG_PEEK)[HEAD.size :])
    return int(content.get("pid", 0))


def _text(data: bytes) -> str:
    """Return the text of some JSON, in UTF-8: its reader would guess at others, in which quotes are other bytes.

    Raises:
        ValueError: it is none.
    """
    return data.decode("utf-8")


def _parts(text: bytes) -> int:
    """How many values some JSON holds, at most."""

    def count(text: bytes) -> int:
        return text.count(b"[") + text.count(b"{") + text.count(b",")

    total = count(text)
    return count(TEXT.sub(b"", text)) if total > MAX_PARTS and text.count(b'"') <= MAX_QUOTES else total
