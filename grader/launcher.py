"""First process of a student's sandbox: takes the files in, starts the kernel without privileges, ends with it.

Runs with the standard library alone (``python -I -S -c``), before anything of the student's is imported.
Its one argument is JSON: folders to make, copy (from, to, bytes of room), uid or null, limits, filter or null, show
(a folder, and the line to send it on), command.
"""

import array
import ctypes
import json
import os
import resource
import signal
import socket
import stat
import sys

SET_MODE_FILTER, NEW_LISTENER = 1, 8
PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
CAPABILITIES = 0x20080522  # the version of their lists


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


def show(folder, line):
    """Send a folder's descriptor to us, who could not look it up in the sandbox of a process that hides."""
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    with socket.socket(fileno=line) as sender:
        socket.send_fds(sender, [b"s"], [descriptor])
    os.close(descriptor)


def guard(kernel):
    """Stay, out of the kernel's reach: reap what nobody waits for, end when it does, and when bwrap does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.capset((ctypes.c_uint32 * 2)(CAPABILITIES, 0), (ctypes.c_uint32 * 6)())
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)  # its memory is for nobody, whoever it runs as
    ended = None
    while ended != kernel:
        ended, status = os.wait()
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def main(order):
    """Do what the order says; does not return."""
    os.umask(0)
    for folder in order["folders"]:
        os.makedirs(folder, exist_ok=True)
    for source, target, room in order["copy"]:
        copy(source, target, room)
    os.umask(0o022)
    if order["filter"] is not None:
        load(order["filter"])
    show(*order["show"])
    kernel = os.fork()
    if kernel:
        guard(kernel)
    if order["uid"] is not None:
        become(order["uid"])
    for name, value in order["limits"].items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
    os.execv(order["command"][0], order["command"])


main(json.loads(sys.argv[1]))
