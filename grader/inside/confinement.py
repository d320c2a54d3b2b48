"""Gives up what a student's code must not have: descriptors, privileges, system calls, memory and time without end."""

import array
import contextlib
import ctypes
import fcntl
import os
import resource
import socket
from collections.abc import Iterable, Mapping
from typing import Any

SET_MODE_FILTER, NEW_LISTENER = 1, 8
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 1, 4, 24, 38, 47
CLEAR_ALL = 4  # of the ambient capabilities
CAPABILITIES = 0x20080522  # the version of their lists
HELD_BELOW = 1024  # descriptors that a warm process may have open
LAST_DESCRIPTOR = 1 << 16
_libc = ctypes.CDLL(None, use_errno=True)


class Program(ctypes.Structure):
    """The kernel's struct sock_fprog: how many instructions, and where."""

    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]


def close_but(kept: Iterable[int]) -> None:
    """Close every descriptor but some and 0 to 2, also where no ``/proc`` of this process lists them."""
    start = 3
    for number in sorted({number for number in kept if number > 2}):
        os.closerange(start, number)
        start = number + 1
    os.closerange(start, LAST_DESCRIPTOR)


def held() -> list[int]:
    """Return the descriptors of this process, but 0 to 2."""
    found = []
    for number in range(3, HELD_BELOW):
        with contextlib.suppress(OSError):
            fcntl.fcntl(number, fcntl.F_GETFD)
            found.append(number)
    return found


def occupy(numbers: Iterable[int]) -> None:
    """Put nothing in the place of closed descriptors, so that no file gets such a number.

    Whatever a warm process had opened and still knows would be closed a second time with the object that knows it, and
    with it, in a fork that has given the number away, a file of the student's or the stream to the grader.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    wanted = set(numbers)
    for number in wanted - {nothing}:
        os.dup2(nothing, number, inheritable=False)
    if nothing not in wanted:
        os.close(nothing)


def load(filter_: Mapping[str, Any], line: socket.socket) -> None:
    """Load the filter of system calls; where this kernel can, it reports what it refuses to the line's other end.

    Raises:
        OSError: no filter can be loaded.
    """
    _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for program, flags in zip(map(bytes.fromhex, filter_["programs"]), (NEW_LISTENER, 0), strict=True):
        code = ctypes.create_string_buffer(program)
        header = Program(len(program) // 8, ctypes.addressof(code))
        listener = _libc.syscall(filter_["call"], SET_MODE_FILTER, flags, ctypes.byref(header))
        if listener > 0:
            line.sendmsg([b"f"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [listener]))])
            os.close(listener)
        if listener >= 0:
            return
    raise OSError("no filter of system calls can be loaded")


def drop_privileges(uid: int | None) -> None:
    """Become another user, if one is named, and give up every capability for good.

    Raises:
        OSError: something could not be given up.
    """
    with open("/proc/sys/kernel/cap_last_cap", encoding="ascii") as file:
        last = int(file.read())
    for number in range(last + 1):
        _libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)
    _libc.prctl(PR_CAP_AMBIENT, CLEAR_ALL, 0, 0, 0)
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    drop_capabilities()
    _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)  # as after an exec: what is below /proc/self is the process's own


def drop_capabilities() -> None:
    """Give up the capabilities of this process.

    Raises:
        OSError: they could not be given up.
    """
    if _libc.capset((ctypes.c_uint32 * 2)(CAPABILITIES, 0), (ctypes.c_uint32 * 6)()) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"capabilities could not be given up: {os.strerror(number)}")


def hide() -> None:
    """Give up this process's powers, and let no process look into it, whichever user it runs as."""
    drop_capabilities()
    _libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def limit(limits: Mapping[str, int]) -> None:
    """Set limits of this process and of those that it starts, by the names that follow ``RLIMIT_``."""
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def yield_memory() -> None:
    """Have the machine's kernel end this process first where memory runs out."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("1000")
