"""One end of the stream between the grader and a kernel: messages of JSON, each after its length, with descriptors."""

import contextlib
import json
import os
import select
import signal
import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from typing import Any

HEAD = struct.Struct(">I")  # bytes of the message that follows
MAX_DESCRIPTORS = 32  # that come with one message
PIECE = 1 << 18
SIGNALS = signal.valid_signals()


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold signals back, lest what they raise leave half a message on a stream."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)  # what came just before is raised when they are blocked
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Channel:
    """A stream socket on which whole messages are sent and received, in turn or from several threads.

    Args:
        line: the socket, blocking.
    """

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self._lock, self._owner = threading.Lock(), os.getpid()

    @property
    def own(self) -> bool:
        """Whether this process may use it, and is no fork that a student's code has made."""
        return self._owner == os.getpid()

    def fileno(self) -> int:
        """Return the descriptor of the socket."""
        return self.line.fileno()

    def send(self, kind: str, content: Any, descriptors: Sequence[int] = ()) -> None:
        """Send a message.

        Raises:
            OSError: there is no other end any more.
        """
        data = json.dumps([kind, content], default=repr).encode()
        self.write(HEAD.pack(len(data)) + data, descriptors)

    def write(self, data: bytes, descriptors: Sequence[int] = ()) -> None:
        """Send a message as it goes along the stream; errors as for `send`."""
        rest = memoryview(data)
        with self._lock, uninterrupted():
            if descriptors:
                rest = rest[socket.send_fds(self.line, [rest[:1]], descriptors) :]
            while rest:
                rest = rest[self._some(rest) :]

    def _some(self, rest: memoryview) -> int:
        with contextlib.suppress(BlockingIOError):
            return os.write(self.line.fileno(), rest[:PIECE])
        select.select([], [self.line], [])
        return 0

    def receive(self) -> tuple[str, Any, list[int]]:
        """Wait for a message; its kind, its content, and the descriptors that came with it.

        Raises:
            EOFError: there is no other end any more.
        """
        head, descriptors = b"", list[int]()
        while len(head) < HEAD.size:
            piece, more, *_ = socket.recv_fds(self.line, HEAD.size - len(head), MAX_DESCRIPTORS)
            for number in more:
                os.set_inheritable(number, False)  # no flag is passed on: python/cpython#107898
            descriptors += more
            if not piece:
                raise EOFError
            head += piece
        data = bytearray(HEAD.unpack(head)[0])
        view = memoryview(data)
        while view:
            count = self.line.recv_into(view)
            if not count:
                raise EOFError
            view = view[count:]
        kind, content = json.loads(data)
        return kind, content, descriptors

    def renewed(self, line: socket.socket) -> None:
        """In a fork: go on with a line of its own; the one before stays with the process that was forked."""
        self.line.close()
        self.line, self._lock, self._owner = line, threading.Lock(), os.getpid()
