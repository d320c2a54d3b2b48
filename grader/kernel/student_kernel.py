"""One student's kernel and its time limits: start, query, interrupt, kill, restart."""

import time
from collections import Counter
from typing import Any, Self

import zmq
from jupyter_core.utils import run_sync
from traitlets.config import Config
from zmq.utils.monitor import recv_monitor_message

from grader import observations
from grader.errors import BadReply, KernelLost, OutOfTime
from grader.process.load import overload
from grader.sandbox.transfer import FileTransfer
from grader.sandbox.wire import MAX_MESSAGE, StudentKernelManager, shell_connection

MIN_LIMIT_SCALE = 0.25  # of a time limit, after repeated timeouts
UNRECORDED = {"store_history": False, "allow_stdin": False, "stop_on_error": False}
GRACE = 5.0  # seconds that an interrupted kernel has to reply


class StudentKernel:
    """A running kernel with a connection of its own for questions, separate from that of the notebook client.

    Args:
        folder: the submission's folder; the kernel works on a copy of it.
        config: traitlets configuration; limits are those of ``SandboxProvisioner``.
        seconds: time that everything done with this kernel may take together.
        given: a folder of files that are present from the start; the submission's files are then transferred later.
    """

    def __init__(self, folder: str, config: Config, seconds: float = 300.0, given: str | None = None) -> None:
        self._files = FileTransfer(folder, given)
        self.config = config
        self.deadline = time.monotonic() + seconds
        self.manager: StudentKernelManager | None = None
        self.limit_scale = 1.0
        self.overload_note = ""  # how overloaded the machine was, if a time limit passed then
        self.seen: Counter[str] = Counter()  # of kernels that have ended, and on the grader's side of the connection
        self._open: set[str] = set()  # questions without a reply so far

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    @property
    def alive(self) -> bool:
        """Whether there is a running kernel."""
        return self.manager is not None and bool(run_sync(self.manager.is_alive)())

    @property
    def overrun(self) -> bool:
        """Whether the kernel sent a message larger than allowed, so that a connection to it was closed."""
        relay = getattr(self.manager and self.manager.provisioner, "relay", None)
        return relay is not None and relay.cut

    def remaining(self, seconds: float) -> float:
        """Return the given time, or what the submission as a whole has left, if that is less."""
        return max(0.0, min(seconds, self.deadline - time.monotonic()))

    def scaled(self, seconds: float) -> float:
        """Return the given time limit, halved by each timeout so far, within what the submission has left."""
        return self.remaining(seconds * self.limit_scale)

    @property
    def spent(self) -> bool:
        """Whether the submission has used all its time."""
        return time.monotonic() >= self.deadline

    def noticed(self) -> Counter[str]:
        """Return facts about this submission that its instructor may want to know, see `grader.observations`."""
        return self.seen + observations.observe(self.manager.provisioner) if self.manager else self.seen

    def reduce_limits(self) -> None:
        """Halve later time limits after a timeout: the same code often times out again."""
        self.limit_scale = max(self.limit_scale / 2, MIN_LIMIT_SCALE)
        self.overload_note = self.overload_note or overload()

    def start(self) -> None:
        """Start a fresh kernel; any earlier one is stopped first.

        Raises:
            SandboxError, GradingFailed: no sandbox can be made here, or its initial files cannot be copied into it.
        """
        self.stop()
        self.manager = StudentKernelManager(config=self.config)
        try:
            run_sync(self.manager.start_kernel)()
            self.seen |= self._files.begin(self.manager)
        except BaseException:
            self.stop()
            raise
        self._context, self._shell, self._monitor = shell_connection(self.manager.get_connection_info())

    def transfer_files(self) -> None:
        """Copy the submission's files into the sandbox, once for each kernel; GradingFailed if that fails."""
        self.seen |= self._files.complete(self.manager)

    def stop(self) -> None:
        """End the kernel at once, with everything it started."""
        if self.manager is None:
            return
        self.seen = self.noticed()
        manager, self.manager = self.manager, None
        self._open.clear()
        if hasattr(self, "_shell"):
            self._shell.disable_monitor()
            self._context.destroy(linger=0)
            del self._shell
        if manager.has_kernel:
            run_sync(manager.shutdown_kernel)(now=True)
        run_sync(manager.cleanup_resources)()

    def execute(self, code: str, seconds: float, expressions: dict[str, str] | None = None) -> dict[str, Any]:
        """Run code and return the content of the kernel's reply.

        Raises:
            OutOfTime: no reply in time; the kernel was interrupted, and ended if that did not help.
            KernelLost: the kernel died, or sent a message larger than allowed.
            BadReply: the reply is malformed.
        """
        if self.manager is None or not self.alive:
            raise self.lost()
        content = {**UNRECORDED, "code": code, "silent": not code, "user_expressions": expressions or {}}
        try:
            message = self.manager.session.send(self._shell, "execute_request", content)
        except zmq.ZMQError as error:
            raise self.lost() from error
        self._open.add(message["msg_id"])
        allowed = self.remaining(seconds)
        reply = self._receive(message["msg_id"], allowed)
        if reply is None:
            self.reduce_limits()
            run_sync(self.manager.interrupt_kernel)()
            if self._receive(message["msg_id"], GRACE) is None:
                self.seen[observations.NOT_INTERRUPTED] += 1
                self.stop()
            raise OutOfTime("kernel", "The code did not finish in time")
        return reply

    def _receive(self, msg_id: str, seconds: float) -> dict[str, Any] | None:
        """Return the content of the reply to a request, None if there is none in time."""
        assert self.manager is not None
        poller = zmq.Poller()
        poller.register(self._shell, zmq.POLLIN)
        poller.register(self._monitor, zmq.POLLIN)
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            ready = dict(poller.poll(int(min(left, 0.5) * 1000) + 1))
            if self._shell in ready:
                reply = self._read(msg_id)
                if reply is not None:
                    return reply
            elif self._monitor in ready:
                recv_monitor_message(self._monitor)
                raise self.lost()
            elif not ready and (self.overrun or not self.alive):
                raise self.lost()
        return None

    def lost(self) -> KernelLost:
        """Stop what is left of a kernel that died or stopped responding, and return an error with the likely cause."""
        if self.manager is None:
            return KernelLost("kernel", "The kernel has ended")
        for _ in range(50):
            if self.alive and not self.overrun:
                time.sleep(0.02)
        group = getattr(self.manager.provisioner, "group", None)
        why = "The kernel stopped responding" if self.alive else "The code ended its own kernel"
        if self.overrun:
            why = f"The code sent more than {MAX_MESSAGE >> 20} MB at once"
        elif group is not None and group.killed_for_memory():
            why = "The code used more memory than a submission may, and its kernel was ended"
        self.stop()
        return KernelLost("kernel", why)

    def _read(self, msg_id: str) -> dict[str, Any] | None:
        assert self.manager is not None
        try:
            frames = self._shell.recv_multipart(zmq.NOBLOCK)
            _, parts = self.manager.session.feed_identities(frames)
            message = self.manager.session.deserialize(parts)
            answered = message["parent_header"].get("msg_id")
            if answered not in self._open or message["msg_type"] != "execute_reply":
                self.seen[observations.UNASKED] += 1
                return None
            self._open.remove(answered)
            content = message["content"]
            if not isinstance(content, dict):
                raise TypeError("content is not a dictionary")
            return content if answered == msg_id else None
        except Exception as error:  # whatever a forged message makes its reader raise
            self.seen[observations.BAD_MESSAGE] += 1
            raise BadReply("kernel", "The kernel sent a malformed message") from error
