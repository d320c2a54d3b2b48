"""A warm process that forks students' kernels: it has imported what an assignment needs, and runs trusted code only.

Along the stream that it gets come orders, each with descriptors by name, and no order is answered: a kernel says on its
own stream that it is ready. An order has these members:

    descriptors: the names of the descriptors that come along
    box: what starts a sandbox, see `grader.inside.keeper`; null without one
    work: the folder that the kernel works in
    confined, uid, limits, filter, environment: what `grader.inside.student` has to give up and to set
"""

import ctypes
import gc
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from grader.inside import keeper, warming
from grader.inside.channel import Channel
from grader.inside.line_kernel import LineKernel
from grader.inside.student import become, list_own

MADV_COLLAPSE = 25  # Linux 6.1; before, it does nothing
HUGE = 1 << 21  # bytes of a huge page


def main(descriptor: int) -> NoReturn:
    """Warm up as the first message says, tell what came of it, and fork for each order; does not return."""
    gc.disable()  # what is imported stays: to search it again and again takes a fifth of the time
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))  # that of the grader's own process is none of a kernel's
    own_path = str(Path(__file__).parents[2])
    channel = Channel(socket.socket(fileno=descriptor))
    began = time.monotonic()
    _, wanted, _ = channel.receive()
    line = LineKernel()
    line.rehearse()
    found = warming.warm(wanted)
    first = Path(__file__).with_name("first_process.py").read_text(encoding="utf-8")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for what is forked: it leaves no zombies
    gc.collect()
    list_own(channel.fileno())
    gc.freeze()
    collapse()
    channel.send("ready", {"pid": os.getpid(), "seconds": time.monotonic() - began, **found})
    while True:
        try:
            _, order, descriptors = channel.receive()
        except (EOFError, OSError):
            os._exit(0)
        named = dict(zip(order["descriptors"], descriptors, strict=True))
        if os.fork() == 0:
            channel.line.close()
            student: Callable[[dict[str, int]], NoReturn] = lambda kept: become(order, kept, line, own_path)  # noqa: B023, E731
            _attempt(named["line"], lambda: keeper.keep(order, named, first, student))  # noqa: B023
        for number in descriptors:
            os.close(number)


def collapse() -> None:
    """Have this process's memory lie in huge pages: a fork then copies a few hundred entries instead of 80,000."""
    if not hasattr(os, "memfd_create"):  # no Linux
        return
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/self/maps", encoding="utf-8") as maps:
        for line in maps:
            place, permissions, *rest = line.split(maxsplit=5)
            start, end = (int(bound, 16) for bound in place.split("-"))
            start, end = -(-start // HUGE) * HUGE, end // HUGE * HUGE
            if permissions == "rw-p" and rest[2] == "0" and end > start:
                libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), MADV_COLLAPSE)


def _attempt(line: int, do: Callable[[], Any]) -> NoReturn:
    """Do what does not return; what it raises is told along a kernel's stream instead."""
    try:
        do()
    except BaseException as error:
        Channel(socket.socket(fileno=line)).send("failed", {"error": repr(error)})
    finally:
        os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]))
