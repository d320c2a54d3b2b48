"""Receives a notification of each refused system call of a sandbox, answers with its error, and counts it by name.

The sandbox's first process installs the filter and sends the grader the descriptor for notifications:
https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

import contextlib
import fcntl
import os
import select
import socket
import struct
import threading
from collections import Counter
from typing import Any

from grader.sandbox import seccomp

RECEIVE, SEND = 0xC0502100, 0xC0182101  # ioctls of the descriptor
REQUEST = struct.Struct("=QIIiI56x")  # id, pid, flags, number of the call, architecture; the rest is not needed
ANSWER = struct.Struct("=QqiI")  # id, value, error, flags
MOST = 10_000  # calls that are answered; after these the kernel itself refuses them, uncounted


class Refusals:
    """One sandbox's filter: what its first process has to load, and the calls refused so far."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._machine = seccomp.machine()
        self._grader_end, self.sandbox_end = socket.socketpair()
        self._end = os.eventfd(0)
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def filter_config(self) -> dict[str, Any] | None:
        """Return what the sandbox's first process has to load, as JSON data; None if the machine is unknown."""
        if self._machine is None:
            return None
        programs = [seccomp.program(self._machine, report=report).hex() for report in (True, False)]
        return {"call": self._machine.seccomp, "programs": programs, "line": self.sandbox_end.fileno()}

    def listen(self) -> None:
        """Start listening, once the sandbox has its end of the socket pair."""
        self.sandbox_end.close()
        self._thread.start()

    def close(self) -> None:
        """Stop listening; the kernel answers a call that is still pending."""
        os.eventfd_write(self._end, 1)
        if self._thread.ident is not None:
            self._thread.join()
        self._grader_end.close()
        self.sandbox_end.close()
        os.close(self._end)

    def _listen(self) -> None:
        if not self._waits_for(self._grader_end.fileno()):
            return
        with contextlib.suppress(OSError), contextlib.ExitStack() as opened:
            _, descriptors, *_ = socket.recv_fds(self._grader_end, 1, 1)
            for descriptor in descriptors:  # none if the host's kernel does not support notifications
                opened.callback(os.close, descriptor)
            while descriptors and self._waits_for(descriptors[0]) and self.counts.total() < MOST:
                self._answer(descriptors[0])

    def _waits_for(self, descriptor: int) -> bool:
        """Wait until there is something to read; return False once closed."""
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        poll.register(self._end, select.POLLIN)
        ready = dict(poll.poll())
        return self._end not in ready and bool(ready[descriptor] & select.POLLIN)

    def _answer(self, descriptor: int) -> None:
        assert self._machine is not None
        request = bytearray(REQUEST.size)
        with contextlib.suppress(FileNotFoundError):  # its process has ended
            fcntl.ioctl(descriptor, RECEIVE, request)
            identity, _, _, call, _ = REQUEST.unpack(request)
            self.counts[self._machine.name(call)] += 1
            answer = ANSWER.pack(identity, 0, -seccomp.error(self._machine, call), 0)
            fcntl.ioctl(descriptor, SEND, bytearray(answer))
