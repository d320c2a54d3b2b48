"""Stays beside a student's kernel: starts its sandbox, forks the kernel into it, ends it when the grader is gone."""

import contextlib
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from grader.inside import confinement, namespaces

STARTING = 60.0  # seconds until bubblewrap has made a sandbox
MAX_WORDS = 300  # bytes of what it says
KEPT = ("line", "filter")  # descriptors that the kernel itself needs
Student = Callable[[dict[str, int]], NoReturn]


def keep(order: Mapping[str, Any], named: dict[str, int], first: str, student: Student) -> NoReturn:
    """Do what an order says; does not return.

    Args:
        order: of `grader.inside.zygote`; its ``box`` has the program, its arguments, its environment, what its first
            process has to do, and the kinds of namespaces.
        named: descriptors: ``line``, ``filter``, ``files`` for the first process, ``life`` (a pipe that ends with the
            grader), ``ended`` (one that is closed as soon as nothing is left), ``group_...`` (to be put into).
        first: the source of the first process.
        student: what the fork in the sandbox does, with the descriptors that it needs.

    Raises:
        OSError: there is no sandbox.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for name in [name for name in named if name.startswith("group_")]:
        os.write(group := named.pop(name), b"0")
        os.close(group)
    sandbox = _sandbox(order["box"], named, first) if order["box"] else None
    kernel = os.fork()
    if kernel == 0:
        try:
            student({name: named[name] for name in KEPT if name in named})
        except BaseException as error:
            from grader.inside.channel import Channel

            Channel(socket.socket(fileno=named["line"])).send("failed", {"error": repr(error)})
        finally:
            os._exit(1)
    life = named["life"]
    confinement.close_but([life, named["ended"], *([sandbox[1]] if sandbox else [])])
    if sandbox:
        confinement.hide()
    _wait(kernel, life)
    end = os.kill if sandbox else os.killpg
    with contextlib.suppress(ProcessLookupError, PermissionError):  # of another user, for one without powers
        end(kernel, signal.SIGKILL)
    if sandbox:
        os.close(sandbox[1])  # its first process ends, and with it all others
    os.waitpid(kernel, 0)  # as long as nobody does, its namespace cannot end
    if sandbox:
        os.waitpid(sandbox[0], 0)
    os._exit(0)


def _wait(kernel: int, life: int) -> None:
    """Wait until a kernel ends, or whoever holds the other end of a pipe does."""
    if hasattr(os, "pidfd_open"):
        select.select([os.pidfd_open(kernel), life], [], [])
        return
    while not select.select([life], [], [], 0.1)[0]:
        with contextlib.suppress(ChildProcessError):
            if os.waitid(os.P_PID, kernel, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                return


def _sandbox(box: Mapping[str, Any], named: Mapping[str, int], first: str) -> tuple[int, int]:
    """Start a sandbox and enter its namespaces; the process id of bubblewrap, and what its first process lives by.

    Raises:
        OSError: it did not start.
    """
    ours, theirs = socket.socketpair()
    life, life_write = os.pipe()
    listed = os.memfd_create("arguments", 0)
    os.write(listed, b"".join(os.fsencode(text) + b"\0" for text in box["arguments"]))
    os.lseek(listed, 0, os.SEEK_SET)
    task = {**box["first"], "line": theirs.fileno(), "life": life, "files": named["files"], "spaces": box["spaces"]}
    for number in (theirs.fileno(), life, listed, named["files"]):
        os.set_inheritable(number, True)
    python = [sys.executable, "-I", "-S", "-c", first, json.dumps(task)]
    command = [box["program"], "--args", str(listed), "--", *python]
    said = os.memfd_create("messages", os.MFD_CLOEXEC)
    actions = [(os.POSIX_SPAWN_DUP2, said, 2)]
    process = os.posix_spawn(command[0], command, box["environment"], file_actions=actions)
    for number in (life, listed):
        os.close(number)
    theirs.close()
    with ours:
        ours.settimeout(STARTING)
        _, descriptors, *_ = socket.recv_fds(ours, 1, len(box["spaces"]))
    if not descriptors:
        os.waitpid(process, 0)
        words = os.pread(said, MAX_WORDS, 0).decode("utf-8", "replace").strip()
        raise OSError(f"bubblewrap did not start: {words}")
    os.close(said)
    namespaces.enter(dict(zip(box["spaces"], descriptors, strict=True)))
    for number in descriptors:
        os.close(number)
    return process, life_write
