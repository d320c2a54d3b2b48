"""First process of a student's sandbox: starts the kernel without privileges, takes files in, ends with the kernel.

Runs with the standard library alone (``python -I -S -c``), before anything of the student's is imported.
Its one argument is JSON: folders to make, copy (from, to), uid or null, limits, filter or null, line (a descriptor),
show (a folder whose descriptor is sent along the line), work (the folder for what comes along it), command.
"""

import array
import ctypes
import json
import os
import resource
import signal
import socket
import sys
from typing import Any, BinaryIO, NoReturn

SET_MODE_FILTER, NEW_LISTENER = 1, 8
PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
PIECE = 1 << 16
CAPABILITIES = 0x20080522  # the version of their lists


class Program(ctypes.Structure):
    """The kernel's struct sock_fprog: how many instructions, and where."""

    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]


def copy(source: str, target: str) -> None:
    """Copy the files of a folder of ours."""
    for entry in os.scandir(source):
        with open(entry.path, "rb") as reader, open(os.path.join(target, entry.name), "wb") as writer:
            writer.write(reader.read())


def become(uid: int) -> None:
    """Give up root for good; no_new_privs is set by the sandbox, so nothing brings it back."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def load(filter_: dict[str, Any]) -> None:
    """Load the filter of system calls; where this kernel can, it reports what it refuses to the line's other end."""
    libc = ctypes.CDLL(None, use_errno=True)
    with socket.socket(fileno=filter_["line"]) as line:
        for program, flags in zip(map(bytes.fromhex, filter_["programs"]), (NEW_LISTENER, 0), strict=True):
            code = ctypes.create_string_buffer(program)
            header = Program(len(program) // 8, ctypes.addressof(code))
            listener = libc.syscall(filter_["call"], SET_MODE_FILTER, flags, ctypes.byref(header))
            if listener > 0:
                rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [listener]))
                line.sendmsg([b"f"], [rights])
                os.close(listener)
            if listener >= 0:
                return
    sys.exit("no filter of system calls can be loaded")


def show(folder: str, line: socket.socket) -> None:
    """Send a folder's descriptor to us, who could not look it up in the sandbox of a process that hides."""
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    socket.send_fds(line, [b"s"], [descriptor])
    os.close(descriptor)


def take_in(line: socket.socket, target: str) -> None:
    """Lay out the files that come along the line, see `grader.sandbox.transfer.Line`, until it ends."""
    os.umask(0)
    failed = 0
    with line.makefile("rb") as reader:
        for header in map(json.loads, reader):
            if header is None:
                line.sendall(b"%d\n" % failed)
                failed = 0
            else:
                name, size = header
                failed += not lay_out(os.path.join(target, name), size, reader)


def lay_out(place: str, size: int, reader: BinaryIO) -> bool:
    """Write the next so many bytes to a file; whether that was possible."""
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as writer:
            while size and (piece := reader.read(min(size, PIECE))):
                size -= len(piece)
                writer.write(piece)
        return True
    except OSError:
        while size and (piece := reader.read(min(size, PIECE))):
            size -= len(piece)
        return False


def hide() -> None:
    """Give up what is left of root's powers, and let nobody look into this process, whoever they run as."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.capset((ctypes.c_uint32 * 2)(CAPABILITIES, 0), (ctypes.c_uint32 * 6)())
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def guard(kernel: int) -> NoReturn:
    """Stay, out of the kernel's reach: reap what nobody waits for, end when it does, and when bwrap does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ended, status = os.wait()
    while ended != kernel:
        ended, status = os.wait()
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def main(order: dict[str, Any]) -> NoReturn:
    """Do what the order says; does not return."""
    os.umask(0)
    for folder in order["folders"]:
        os.makedirs(folder, exist_ok=True)
    for source, target in order["copy"]:
        copy(source, target)
    os.umask(0o022)
    if order["filter"] is not None:
        load(order["filter"])
    line = socket.socket(fileno=order["line"])
    show(order["show"], line)
    kernel = os.fork()
    if kernel:
        hide()
        if os.fork():
            line.close()
            guard(kernel)
        take_in(line, order["work"])
        os._exit(0)
    line.close()
    if order["uid"] is not None:
        become(order["uid"])
    for name, value in order["limits"].items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    os.execv(order["command"][0], order["command"])


main(json.loads(sys.argv[1]))
