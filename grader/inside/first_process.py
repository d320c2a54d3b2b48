"""First process of a student's sandbox: hands out its namespaces, takes files in, and is what the sandbox lives by.

Runs with the standard library alone (``python -I -S -c``), before anything of the student's is there.
Its one argument is JSON: folders to make, copy (from, to), spaces (kinds of namespaces), line (a descriptor along which
those of the namespaces go), files (one along which the submission's come), work (the folder for these), life (one that
is closed when the sandbox has to end).
"""

import ctypes
import json
import os
import signal
import socket
import sys
from typing import Any, BinaryIO, NoReturn

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
PIECE = 1 << 16
CAPABILITIES = 0x20080522  # the version of their lists


def copy(source: str, target: str) -> None:
    """Copy the files of a folder of ours."""
    for entry in os.scandir(source):
        with open(entry.path, "rb") as reader, open(os.path.join(target, entry.name), "wb") as writer:
            writer.write(reader.read())


def hand_out(spaces: list[str], line: socket.socket) -> None:
    """Send descriptors of this process's namespaces."""
    descriptors = [os.open(f"/proc/self/ns/{name}", os.O_RDONLY) for name in spaces]
    socket.send_fds(line, [b"n"], descriptors)
    for descriptor in descriptors:
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
    """Give up what is left of root's powers, and let no process look into this one, whichever user it runs as."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.capset((ctypes.c_uint32 * 2)(CAPABILITIES, 0), (ctypes.c_uint32 * 6)())
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def main(task: dict[str, Any]) -> NoReturn:
    """Do what the task says; does not return."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(0)
    for folder in task["folders"]:
        os.makedirs(folder, exist_ok=True)
    for source, target in task["copy"]:
        copy(source, target)
    os.umask(0o022)
    with socket.socket(fileno=task["line"]) as line:
        hand_out(task["spaces"], line)
    hide()
    files = socket.socket(fileno=task["files"])
    if os.fork() == 0:
        os.close(task["life"])
        take_in(files, task["work"])
        os._exit(0)
    files.close()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whatever is left without a parent leaves no zombie
    os.read(task["life"], 1)
    os._exit(0)


main(json.loads(sys.argv[1]))
