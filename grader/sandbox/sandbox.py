"""One student's kernel in its sandbox: forked from the warm process, reached by one line, and ended without a trace."""

import contextlib
import itertools
import os
import select
import shutil
import signal
import socket
import time

from grader.errors import SandboxError
from grader.sandbox import bwrap, cgroup, transfer, zygote
from grader.sandbox.bounded_line import TooLarge, greeted
from grader.sandbox.processes import name_senders
from grader.sandbox.provisioner import MIB, SandboxProvisioner
from grader.sandbox.seccomp_notify import Refusals
from grader.sandbox.warmth import Warmth

TRIES = 2  # the warm process may be killed just when it is asked
ENDING = 10.0  # seconds until everything in a sandbox is gone
_numbers = itertools.count(1)  # of control groups


class Sandbox:
    """A kernel that waits for requests.

    Args:
        settings: of the sandbox.
        warmth: what its warm process has imported.

    Attributes:
        line: to the kernel.
        process: the kernel's.
        files: takes in what the kernel is to find.
        group: the control group, where there is one.
        refusals: the system calls that were refused; None without confinement.

    Raises:
        SandboxError: it cannot be made.
    """

    def __init__(self, settings: SandboxProvisioner, warmth: Warmth) -> None:
        self._settings, self._undo = settings, contextlib.ExitStack()
        try:
            for left in reversed(range(TRIES)):
                try:
                    self._start(warmth)
                    break
                except (OSError, EOFError, ValueError, TooLarge) as error:
                    self.close()
                    if not left:
                        what = f"the student's kernel did not start ({error!r})"
                        raise SandboxError("sandbox", what, bwrap.REMEDY) from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Leave nothing behind: no process, no group, no file."""
        self._undo.close()

    def _start(self, warmth: Warmth) -> None:
        settings, undo = self._settings, self._undo
        kind = settings.zygote_kind(warmth)
        self.refusals = Refusals() if settings.enabled else None
        if self.refusals is not None:
            undo.callback(self.refusals.close)
        self.group = settings.group(f"{cgroup.PREFIX}{os.getpid()}-{next(_numbers)}")
        if self.group is not None:
            undo.callback(self.group.remove)
        work, theirs = self._receiver()
        life, life_write = os.pipe()
        ended, ended_write = os.pipe()
        undo.callback(_wait_for_the_end, ended)
        undo.callback(os.close, life_write)
        line, kernels = socket.socketpair()
        undo.callback(line.close)
        name_senders(line)
        with contextlib.ExitStack() as handed:
            for number in (life, ended_write):
                handed.callback(os.close, number)
            handed.enter_context(kernels)
            descriptors = {"line": kernels.fileno(), "life": life, "ended": ended_write, **theirs}
            for number in theirs.values():
                handed.callback(os.close, number)
            order = settings.order(self.refusals, work)
            if self.refusals is not None and order["filter"] is not None:  # else students' code had its end
                descriptors["filter"] = self.refusals.sandbox_end.fileno()
            for number, folder in enumerate(self.group.folders if self.group else ()):
                procs = os.open(folder / "cgroup.procs", os.O_WRONLY)
                handed.callback(os.close, procs)
                descriptors[f"group_{number}"] = procs
            zygote.ready(kind).order(order, descriptors)
        self._greet(line)

    def _receiver(self) -> tuple[str, dict[str, int]]:
        """Return the folder that the kernel works in, and the descriptor with which the sandbox takes files in."""
        self.files: transfer.Receiver
        if not self._settings.enabled:
            private = bwrap.private_folder()
            self._undo.callback(shutil.rmtree, private, ignore_errors=True)
            self.files = transfer.Folder(f"{private}/submission")
            return f"{private}/submission", {}
        ours, theirs = socket.socketpair()
        ours.settimeout(self._settings.startup_seconds)
        self.files = transfer.Line(ours, self._settings.disk_mib * MIB // 2)
        self._undo.callback(self.files.close)
        return bwrap.WORK, {"files": theirs.detach()}

    def _greet(self, line: socket.socket) -> None:
        """Wait until the kernel is ready, and learn which process it is.

        Raises:
            OSError, EOFError, ValueError, TooLarge: it did not start.
        """
        if self.refusals is not None:
            self.refusals.listen()
        self.line, self.process = greeted(line, time.monotonic() + self._settings.startup_seconds)
        self._undo.callback(self.process.close)
        self._undo.callback(self.process.signal, signal.SIGKILL)


def _wait_for_the_end(ended: int) -> None:
    select.select([ended], [], [], ENDING)
    os.close(ended)
