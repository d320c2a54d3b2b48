"""Hears of each system call that a student's sandbox refuses, answers with its error, and counts it by name.

The sandbox's first process installs the filter and sends us the descriptor at which the machine's kernel reports:
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
REQUEST = struct.Struct("=QIIiI56x")  # id, pid, flags, number of the call, architecture; then what we need not know
ANSWER = struct.Struct("=QqiI")  # id, value, error, flags
MOST = 10_000  # calls that are answered; after these the kernel itself refuses them, uncounted


class Refusals:
    """One sandbox's filter: what its first process has to load, and what was refused since."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._machine = seccomp.machine()
        self._ours, self.theirs = socket.socketpair()
        self._end = os.eventfd(0)
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def order(self) -> dict[str, Any] | None:
        """Return what the sandbox's first process has to do, as JSON data; None where the machine is not known."""
        if self._machine is None:
            return None
        programs = [seccomp.program(self._machine, report=report).hex() for report in (True, False)]
        return {"call": self._machine.seccomp, "programs": programs, "line": self.theirs.fileno()}

    def listen(self) -> None:
        """Begin, once the sandbox has its end of the line."""
        self.theirs.close()
        self._thread.start()

    def close(self) -> None:
        """End; a call that still waits for its error gets one from the kernel."""
        os.eventfd_write(self._end, 1)
        if self._thread.ident is not None:
            self._thread.join()
        self._ours.close()
        self.theirs.close()
        os.close(self._end)

    def _listen(self) -> None:
        if not self._waits_for(self._ours.fileno()):
            return
        with contextlib.suppress(OSError), contextlib.ExitStack() as opened:
            _, descriptors, *_ = socket.recv_fds(self._ours, 1, 1)
            for descriptor in descriptors:  # none where the machine's kernel cannot report
                opened.callback(os.close, descriptor)
            while descriptors and self._waits_for(descriptors[0]) and self.counts.total() < MOST:
                self._answer(descriptors[0])

    def _waits_for(self, descriptor: int) -> bool:
        """Wait until there is something to read; False at the end."""
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
