"""One student's kernel and all the time it has: started, asked, interrupted, ended, started again."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, Self

from traitlets.config import Config

from grader import observations
from grader.errors import KernelLost, OutOfTime
from grader.kernel.connection import Connection, OutputHandler, drop
from grader.kernel.time_budget import TimeBudget
from grader.sandbox.provisioner import SandboxProvisioner
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.transfer import FileTransfer
from grader.sandbox.warmth import Warmth

FORKING = 20.0  # seconds that a fork may take: the student's code can have something done then


class StudentKernel(TimeBudget):
    """A kernel for one submission.

    Args:
        folder: the submission's folder; the kernel works on a copy of it.
        config: traitlets configuration; limits are those of ``SandboxProvisioner``.
        seconds: time that everything done with this kernel may take together.
        given: a folder of files that a kernel finds at once; it then finds the submission's when they are handed over.
        released: a folder with the notebook whose imports are warm; `given` if there is no other.
    """

    def __init__(
        self,
        folder: str,
        config: Config,
        seconds: float = 300.0,
        given: str | None = None,
        released: str | None = None,
    ) -> None:
        super().__init__(seconds)
        self._files, self._warmth = FileTransfer(folder, given), Warmth.of(released or given)
        self.config = config
        self.starts = 0  # how many kernels there have been
        self.seen: Counter[str] = Counter()  # of kernels that have ended, and on our side of the line
        self._sandbox: Sandbox | None = None
        self._main: Connection | None = None
        self._connection: Connection | None = None  # the same, or a branch of it
        self._snapshots: dict[str, Connection] = {}
        self._forks: list[Connection] = []  # snapshots too

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    @property
    def alive(self) -> bool:
        """Whether there is a kernel to talk to."""
        return self._connection is not None and self._connection.alive

    def noticed(self) -> Counter[str]:
        """Facts about this submission that its instructor may want to know, see `observations`."""
        return self.seen + observations.observe(self._sandbox) if self._sandbox else +self.seen

    def start(self) -> None:
        """Start a fresh kernel; any earlier one is stopped first.

        Raises:
            SandboxError, GradingFailed: no sandbox can be made here, or its initial files cannot be copied into it.
        """
        self.stop()
        self._sandbox = Sandbox(SandboxProvisioner(config=self.config), self._warmth)
        self.starts += 1
        try:
            self.seen |= self._files.begin(self._sandbox.files)
        except BaseException:
            self.stop()
            raise
        self._main = self._connection = Connection(self._sandbox.line, self._sandbox.process, self.seen)

    def transfer_files(self) -> None:
        """Lay out the submission's files, once for each kernel; GradingFailed where that cannot be done."""
        if self._sandbox is not None:
            self.seen |= self._files.complete(self._sandbox.files)

    def stop(self) -> None:
        """End the kernel at once, with everything it started."""
        if self._sandbox is None:
            return
        self.seen = self.noticed()
        if self._main is not None:
            self._main.drop_order()
        sandbox, self._sandbox, self._main, self._connection = self._sandbox, None, None, None
        for fork in self._forks:
            fork.close()
        self._forks, self._snapshots = [], {}
        sandbox.close()

    def keep(self, name: str) -> None:
        """Keep the state in which the kernel is, under a name; without room for it there is none of this name."""
        if before := self._snapshots.pop(name, None):
            before.close()
        try:
            self._snapshots[name] = self.fork()
        except KernelLost:
            self.seen[observations.NOT_KEPT] += 1

    def kept(self, name: str) -> bool:
        """Whether there is a state of this name."""
        return name in self._snapshots and self._snapshots[name].alive

    def fork(self, name: str = "") -> Connection:
        """Return a new fork of the kernel, or of the state that was kept under a name.

        Raises:
            KernelLost: there is none.
        """
        state = self._snapshots.get(name) if name else self._connection
        if state is None or not state.alive:
            raise KernelLost("kernel", "The kernel is gone")
        fork = state.fork(self.scaled(FORKING))
        self._forks = [*(earlier for earlier in self._forks if not earlier.closed), fork]
        return fork

    def order_fork(self) -> None:
        """Have the kernel fork for whoever calls `fork` next, while this side does something else."""
        if self._connection is not None:
            self._connection.order_fork(self.scaled(FORKING))

    @contextlib.contextmanager
    def branch(self) -> Iterator[None]:
        """Go on in a fork; afterwards the kernel is in the state in which it was, unless it had to be started anew.

        Raises:
            KernelLost: there is no fork.
        """
        fork, before, starts = self.fork(), self._connection, self.starts
        self._connection = fork
        try:
            yield
        finally:
            fork.close()
            if self.starts == starts:
                self._connection = before

    def execute(self, code: str, seconds: float, on_output: OutputHandler = drop) -> dict[str, Any]:
        """Run code and return the content of the kernel's reply, whose ``status`` is ``ok`` or not.

        Raises: as `request`.
        """
        return self.request("execute", code, seconds, on_output)

    def run(
        self, cell: str, seconds: float, on_output: OutputHandler = drop, *, goes_on: bool, draws: bool = True
    ) -> dict[str, Any]:
        """Run a cell as a submission's is run, and return the content of the kernel's reply.

        Args:
            cell: its source.
            seconds: its time limit.
            on_output: called with each output.
            goes_on: whether its other statements are run where one fails.
            draws: whether figures that it shows are drawn, and not only named.

        Raises: as `request`.
        """
        content = {"code": cell, "goes_on": goes_on, "draws": draws}
        return self.request("run", content, seconds, on_output)

    def request(self, kind: str, content: Any, seconds: float, on_output: OutputHandler = drop) -> dict[str, Any]:
        """Send a request and return the content of the reply, see `Connection.request`.

        Raises:
            OutOfTime: no reply in time; the kernel was interrupted, and ended if that did not help.
            KernelLost: the kernel died, or sent more than it may.
            BadReply: the reply is none that a kernel sends; the kernel was ended.
        """
        if self._connection is None:
            raise KernelLost("kernel", "The kernel is gone")
        try:
            return self._connection.request(kind, content, self.remaining(seconds), on_output)
        except OutOfTime:
            self.reduce_limits()
            raise
        except KernelLost as error:
            raise self.explained(error) from error
        finally:
            if self._main is not None and not self._main.alive:
                self.stop()

    def explained(self, error: KernelLost) -> KernelLost:
        """Return the error that says that memory was the cause, where it was."""
        group = self._sandbox.group if self._sandbox else None
        if group is not None and group.killed_for_memory():
            return KernelLost("kernel", "The code used more memory than a submission may, and its kernel was ended")
        return error
