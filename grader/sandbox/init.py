"""First process of a student's sandbox: starts the kernel without privileges, receives files, and ends with the kernel.

Runs with the standard library alone (``python -I -S -c``), before any of the student's code is imported.
Its one argument is JSON: folders to create, copy (from, to), uid or null, limits, filter or null, line (a descriptor),
show (a folder whose descriptor is sent over the line), work (the folder for files received over it), command.
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
CAPABILITIES = 0x20080522  # _LINUX_CAPABILITY_VERSION_3


class Program(ctypes.Structure):
    """The kernel's struct sock_fprog: how many instructions, and where."""

    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]


def copy(source: str, target: str) -> None:
    """Copy the files of one of the grader's folders."""
    for entry in os.scandir(source):
        with open(entry.path, "rb") as reader, open(os.path.join(target, entry.name), "wb") as writer:
            writer.write(reader.read())


def become(uid: int) -> None:
    """Drop root permanently; the sandbox sets no_new_privs, so it cannot be regained."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def load(filter_: dict[str, Any]) -> None:
    """Load the seccomp filter; where this kernel supports it, refused calls are reported to the line's other end."""
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
    sys.exit("no seccomp filter can be loaded")


def show(folder: str, line: socket.socket) -> None:
    """Send a folder's descriptor to the grader, which cannot open it through /proc once this process is undumpable."""
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    socket.send_fds(line, [b"s"], [descriptor])
    os.close(descriptor)


def receive_files(line: socket.socket, target: str) -> None:
    """Write the files that are sent over the line, see `grader.sandbox.transfer.Line`, until it is closed."""
    os.umask(0)
    failed = 0
    with line.makefile("rb") as reader:
        for header in map(json.loads, reader):
            if header is None:
                line.sendall(b"%d\n" % failed)
                failed = 0
            else:
                name, size = header
                failed += not write_file(os.path.join(target, name), size, reader)


def write_file(place: str, size: int, reader: BinaryIO) -> bool:
    """Write the next `size` bytes to a file, and return whether that succeeded."""
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
    """Drop all remaining capabilities, and make this process undumpable, so that no other can trace it."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.capset((ctypes.c_uint32 * 2)(CAPABILITIES, 0), (ctypes.c_uint32 * 6)())
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def reap(kernel: int) -> NoReturn:
    """Reap orphaned processes until the kernel ends, and exit with its status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ended, status = os.wait()
    while ended != kernel:
        ended, status = os.wait()
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def main(config: dict[str, Any]) -> NoReturn:
    """Set up the sandbox as configured, and run the kernel; does not return."""
    os.umask(0)
    for folder in config["folders"]:
        os.makedirs(folder, exist_ok=True)
    for source, target in config["copy"]:
        copy(source, target)
    os.umask(0o022)
    if config["filter"] is not None:
        load(config["filter"])
    line = socket.socket(fileno=config["line"])
    show(config["show"], line)
    kernel = os.fork()
    if kernel:
        hide()
        if os.fork():
            line.close()
            reap(kernel)
        receive_files(line, config["work"])
        os._exit(0)
    line.close()
    if config["uid"] is not None:
        become(config["uid"])
    for name, value in config["limits"].items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    os.execv(config["command"][0], config["command"])


main(json.loads(sys.argv[1]))
