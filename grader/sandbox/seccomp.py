"""A seccomp filter as BPF bytes: refuses system calls that students' code has no use for.

These are new user namespaces (bwrap can disable them only for users other than root), mounts, tracing, keyrings, BPF,
and the socket families that no network namespace confines, such as those to a virtual machine's host.
"""

import errno
import platform
import struct
from dataclasses import dataclass

CLONE_NEWUSER = 0x10000000
FAMILIES = (1, 2, 10, 16)  # unix, IPv4, IPv6, netlink: a network namespace confines them
X32 = 0x40000000  # a second numbering of the same calls, on x86-64 only
ALLOW = 0x7FFF0000
ERRNO = 0x00050000
REPORT = 0x7FC00000  # the listener then chooses the error
LOAD, EQUAL, AT_LEAST, BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data


@dataclass(frozen=True, slots=True)
class Machine:
    """The numbers of system calls on one kind of machine; ``refused`` are those that no notebook needs."""

    architecture: int  # as an AUDIT_ARCH constant
    seccomp: int
    clone: int
    socket: int
    refused: dict[str, int]

    def name(self, call: int) -> str:
        """Return the name of a call that the filter refuses."""
        names = {number: name for name, number in (self.refused | SAME_EVERYWHERE).items()}
        return {self.clone: "clone", self.socket: "socket", **names}.get(call, f"number {call}")


_REFUSED = (
    *("unshare", "setns", "mount", "umount2", "pivot_root", "ptrace", "process_vm_readv", "process_vm_writev"),
    *("add_key", "request_key", "keyctl", "bpf", "perf_event_open", "userfaultfd", "open_by_handle_at"),
)
_X86_64 = (272, 308, 165, 166, 155, 101, 310, 311, 248, 249, 250, 321, 298, 323, 304)
_AARCH64 = (97, 268, 40, 39, 41, 117, 270, 271, 217, 218, 219, 280, 241, 282, 265)
MACHINES = {
    "x86_64": Machine(0xC000003E, 317, 56, 41, dict(zip(_REFUSED, _X86_64, strict=True))),
    "aarch64": Machine(0xC00000B7, 277, 220, 198, dict(zip(_REFUSED, _AARCH64, strict=True))),
}
SAME_EVERYWHERE = {
    **{"io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428, "move_mount": 429},
    **{"fsopen": 430, "fsconfig": 431, "fsmount": 432, "mount_setattr": 442},
}
CLONE3 = 435


def machine() -> Machine | None:
    """Return this machine's numbers; None if they are unknown."""
    return MACHINES.get(platform.machine())


def program(on: Machine, *, report: bool = False) -> bytes:
    """Return the filter for a machine.

    Args:
        on: the machine's numbers.
        report: notify the listener of a refused call and let it choose the error, instead of returning one directly.
    """
    unlisted = (RETURN, 0, 0, ERRNO | errno.EPERM)
    refuse = (RETURN, 0, 0, REPORT) if report else unlisted
    code = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, on.architecture),
        unlisted,
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, X32),
        unlisted,
    ]
    for number in (*on.refused.values(), *SAME_EVERYWHERE.values()):
        code += [(EQUAL, 0, 1, number), refuse]
    # The flags of clone3 are in memory, which a filter cannot read; on ENOSYS the C library falls back to clone.
    code += [(EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, ERRNO | errno.ENOSYS)]
    flags = [(LOAD, 0, 0, FIRST_ARGUMENT), (BITS, 0, 1, CLONE_NEWUSER), refuse, (RETURN, 0, 0, ALLOW)]
    code += [(EQUAL, 0, len(flags), on.clone), *flags]
    family = [(LOAD, 0, 0, FIRST_ARGUMENT)]
    for number in FAMILIES:
        family += [(EQUAL, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    family.append((RETURN, 0, 0, REPORT if report else ERRNO | errno.EAFNOSUPPORT))
    code += [(EQUAL, 0, len(family), on.socket), *family, (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)


def error(on: Machine, call: int) -> int:
    """Return the error that a refused call gets."""
    return errno.EAFNOSUPPORT if call == on.socket else errno.EPERM
