"""Enters the namespaces of a sandbox that bubblewrap has made: https://man7.org/linux/man-pages/man2/setns.2.html."""

import ctypes
import fcntl
import os
from collections.abc import Mapping

FLAGS = {
    **{"cgroup": 0x02000000, "ipc": 0x08000000, "uts": 0x04000000, "net": 0x40000000, "pid": 0x20000000},
    **{"mnt": 0x00020000, "user": 0x10000000},
}
NS_GET_USERNS = 0xB701  # ioctl: a descriptor of the user namespace that owns a namespace
_libc = ctypes.CDLL(None, use_errno=True)


def names(*, own_user: bool) -> list[str]:
    """Return the kinds of namespaces that a sandbox has, in the order in which they are entered.

    Args:
        own_user: whether there is one of users, as everyone but root needs.
    """
    return [name for name in FLAGS if name != "user" or own_user]


def enter(spaces: Mapping[str, int]) -> None:
    """Enter namespaces, given as descriptors by kind; that of processes holds for children only.

    An ordinary user gets the right to enter the others only in the user namespace that owns them. With bubblewrap's
    --disable-userns that is the parent of the one that the sandbox's processes are in, which comes last.

    Raises:
        OSError: one cannot be entered.
    """
    if "user" in spaces:
        owner = fcntl.ioctl(spaces["mnt"], NS_GET_USERNS)
        _enter(owner, "user")
        os.close(owner)
    for name in FLAGS:
        if name in spaces:
            _enter(spaces[name], name)


def _enter(descriptor: int, name: str) -> None:
    if _libc.setns(descriptor, FLAGS[name]) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"the namespace {name} cannot be entered: {os.strerror(number)}")
