"""A filter of system calls, as bytes for ``bwrap --seccomp``: keeps students' code off ground it has no use for.

Namespaces of its own (bwrap can forbid them only to those who are not root), mounts, tracing, keyrings, kernel
programs, and the socket families that no network namespace confines, such as those to a virtual machine's host.
"""

import errno
import platform
import struct

CLONE_NEWUSER = 0x10000000
FAMILIES = (1, 2, 10, 16)  # unix, IPv4, IPv6, netlink: a network namespace confines them
X32 = 0x40000000  # a second numbering of the same calls, on x86-64 only
ALLOW = 0x7FFF0000
ERRNO = 0x00050000
LOAD, EQUAL, AT_LEAST, BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data

# name of machine: its audit number, then the numbers of clone and socket, then those refused altogether: unshare,
# setns, mount, umount2, pivot_root, ptrace, process_vm_readv and _writev, add_key, request_key, keyctl, bpf,
# perf_event_open, userfaultfd, open_by_handle_at
CALLS: dict[str, tuple[int, int, int, tuple[int, ...]]] = {
    "x86_64": (
        0xC000003E,
        *(56, 41),
        (272, 308, 165, 166, 155, 101, 310, 311, 248, 249, 250, 321, 298, 323, 304),
    ),
    "aarch64": (
        0xC00000B7,
        *(220, 198),
        (97, 268, 40, 39, 41, 117, 270, 271, 217, 218, 219, 280, 241, 282, 265),
    ),
}
SAME_EVERYWHERE = (425, 426, 427, 428, 429, 430, 431, 432, 442)  # io_uring_*, open_tree, move_mount, fs*, mount_setattr
CLONE3 = 435


def program(machine: str | None = None) -> bytes | None:
    """The filter for a machine, this one by default; None where its numbers are not known."""
    known = CALLS.get(machine or platform.machine())
    if known is None:
        return None
    architecture, clone, socket, refused = known
    code = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, architecture),
        _refuse(errno.EPERM),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, X32),
        _refuse(errno.EPERM),
    ]
    for number in (*refused, *SAME_EVERYWHERE):
        code += [(EQUAL, 0, 1, number), _refuse(errno.EPERM)]
    # The flags of clone3 lie in memory, where no filter sees them; the C library then falls back to clone.
    code += [(EQUAL, 0, 1, CLONE3), _refuse(errno.ENOSYS)]
    flags = [(LOAD, 0, 0, FIRST_ARGUMENT), (BITS, 0, 1, CLONE_NEWUSER), _refuse(errno.EPERM), (RETURN, 0, 0, ALLOW)]
    code += [(EQUAL, 0, len(flags), clone), *flags]
    family = [(LOAD, 0, 0, FIRST_ARGUMENT)]
    for number in FAMILIES:
        family += [(EQUAL, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    family.append(_refuse(errno.EAFNOSUPPORT))
    code += [(EQUAL, 0, len(family), socket), *family, (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)


def _refuse(number: int) -> tuple[int, int, int, int]:
    return (RETURN, 0, 0, ERRNO | number)
