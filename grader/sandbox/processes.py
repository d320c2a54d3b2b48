"""A process of a sandbox as the grader knows it: by a descriptor, so that no other can take its place."""

import contextlib
import os
import select
import signal
import socket
import struct

CREDENTIALS = struct.Struct("3i")  # struct ucred: pid, uid, gid
SCM_CREDENTIALS = 2


class Process:
    """A process that is no child of this one.

    Args:
        pid: its number here.

    Raises:
        ProcessLookupError: there is none of this number.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._descriptor = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None

    def fileno(self) -> int:
        """Return a descriptor that can be read from when the process has ended; -1 where this system has none."""
        return -1 if self._descriptor is None else self._descriptor

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        if self._descriptor is not None:
            return not select.select([self._descriptor], [], [], 0)[0]
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, 0)
            return True
        return False

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; one that has ended gets none."""
        with contextlib.suppress(ProcessLookupError):
            if self._descriptor is not None:
                signal.pidfd_send_signal(self._descriptor, number)
            else:
                os.kill(self.pid, number)

    def shares_sandbox(self, other: "Process") -> bool:
        """Whether both live, in one namespace of processes."""
        with contextlib.suppress(OSError):
            spaces = {os.readlink(f"/proc/{process.pid}/ns/pid") for process in (self, other)}
            return len(spaces) == 1 and self.alive and other.alive
        return False

    def close(self) -> None:
        """Give the descriptor back."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def writer(line: socket.socket, pid: int) -> Process:
    """Return the process that has written to a stream.

    Raises:
        OSError: it has ended; what it wrote says why.
    """
    try:
        return Process(pid)
    except ProcessLookupError:
        said = line.recv(4096, socket.MSG_DONTWAIT).decode("utf-8", "replace")
        raise OSError(f"it ended at once: {said.lstrip(chr(0))[:500]}") from None


def name_senders(line: socket.socket) -> None:
    """Have a socket tell of each message which process sent it."""
    if hasattr(socket, "SO_PASSCRED"):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)


def sender(line: socket.socket) -> int:
    """Return the process that sent the first byte that waits to be read; 0 where this system does not tell."""
    _, ancillary, *_ = line.recvmsg(1, socket.CMSG_SPACE(CREDENTIALS.size), socket.MSG_PEEK)
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == SCM_CREDENTIALS:
            pid: int = CREDENTIALS.unpack(data[: CREDENTIALS.size])[0]
            return pid
    return 0
