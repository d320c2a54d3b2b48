"""Becomes a student's kernel: a fork of the warm process, in the namespaces of its sandbox, confined for good."""

import gc
import os
import signal
import socket
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

from grader.inside import confinement
from grader.inside.channel import Channel
from grader.inside.line_kernel import LineKernel
from grader.inside.serving import Server

HELD: list[int] = []  # descriptors that objects of the warm process know
OWN: list[str] = []  # names of this package's modules; to look for them in a fork would copy a third of its pages


def list_own(channel: int) -> None:
    """Note what a student's code need not find: modules of this package, open files other than the stream's."""
    HELD[:] = [number for number in confinement.held() if number != channel]
    OWN[:] = [name for name in sys.modules if name.partition(".")[0] == __name__.partition(".")[0]]


def become(order: Mapping[str, Any], descriptors: Mapping[str, int], line: LineKernel, own_path: str) -> NoReturn:
    """Give up what the order says, and answer what comes along the stream; does not return.

    Args:
        order: of `grader.inside.zygote`.
        descriptors: by name: ``line``, and ``filter`` where a filter is to be loaded.
        line: the kernel that the warm process has made.
        own_path: where this package lies, which no student's code needs to find.

    Raises:
        OSError: something could not be given up.
    """
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(order["work"])
    confinement.close_but(descriptors.values())
    confinement.occupy(set(HELD) - set(descriptors.values()))
    if order["filter"] is not None:
        with socket.socket(fileno=descriptors["filter"]) as reports:
            confinement.load(order["filter"], reports)
    if order["confined"]:
        confinement.drop_privileges(order["uid"])
        confinement.limit(order["limits"])
    signal.pthread_sigmask(signal.SIG_SETMASK, [])  # Dask's workers, and what they start, are deaf to interrupts
    os.environ.clear()
    os.environ.update(order["environment"])
    reseed()
    gc.enable()
    channel = Channel(socket.socket(fileno=descriptors["line"]))
    line.attach(channel)
    sys.argv[:] = ["ipykernel_launcher.py"]
    sys.path[:] = [path for path in sys.path if path != own_path]
    for name in OWN:
        sys.modules.pop(name, None)
    channel.send("ready", {"pid": os.getpid()})
    Server(line, channel).serve()


def reseed() -> None:
    """Give every global generator a state of its own: that of the warm process is the same for all."""
    import random

    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(list(os.urandom(64)))
    if "torch" in sys.modules:
        sys.modules["torch"].default_generator.seed()
