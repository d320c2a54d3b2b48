"""First process of a student's sandbox: takes the files in, gives the privileges up, becomes the kernel.

Runs with the standard library alone (``python -I -S -c``), before anything of the student's is imported.
Its one argument is JSON: folders to make, copy (from, to, bytes of room), uid or null, limits, filter or null, command.
"""

import array
import ctypes
import json
import os
import resource
import socket
import stat
import sys

SET_MODE_FILTER, NEW_LISTENER = 1, 8


class Program(ctypes.Structure):
    """The kernel's struct sock_fprog: how many instructions, and where."""

    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]


def copy(source, target, room):
    """Copy regular files of a folder, no links and no devices, while there is room; bytes left."""
    for entry in os.scandir(source):
        mode = entry.stat(follow_symlinks=False).st_mode
        place = os.path.join(target, entry.name)
        try:
            if stat.S_ISDIR(mode):
                os.makedirs(place, exist_ok=True)
                room = copy(entry.path, place, room)
            elif stat.S_ISREG(mode) and entry.stat().st_size <= room:
                with open(entry.path, "rb") as reader, open(place, "wb") as writer:
                    writer.write(reader.read())
                room -= entry.stat().st_size
        except (OSError, RecursionError):  # unreadable, or folders within folders without end
            continue
    return room


def become(uid):
    """Give up root for good; no_new_privs is set by the sandbox, so nothing brings it back."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def load(filter_):
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


def main(order):
    """Do what the order says; does not return."""
    os.umask(0)
    for folder in order["folders"]:
        os.makedirs(folder, exist_ok=True)
    for source, target, room in order["copy"]:
        copy(source, target, room)
    os.umask(0o022)
    if order["uid"] is not None:
        become(order["uid"])
    for name, value in order["limits"].items():
        resource.setrlimit(getattr(resource, name), (value, value))
    if order["filter"] is not None:
        load(order["filter"])
    os.execv(order["command"][0], order["command"])


main(json.loads(sys.argv[1]))
