"""Requests to one kernel, or to one fork of it, and replies, within limits of time."""

import contextlib
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from grader import observations
from grader.errors import AnswerError, BadReply, KernelLost, OutOfTime
from grader.sandbox.bounded_line import MAX_MESSAGE, BoundedLine, TooLarge, greeted
from grader.sandbox.processes import Process, name_senders

GRACE = 5.0  # seconds that an interrupted kernel has to come back
NOT_FORKED = "The kernel could not be forked"
CAUSES = "Does the code leave many threads or processes, or use much memory?"
OutputHandler = Callable[[str, dict[str, Any]], None]


def drop(kind: str, content: dict[str, Any]) -> None:
    """Keep nothing of an output."""


class Connection:
    """A process that answers requests one after the other.

    Args:
        line: to the process.
        process: the process.
        seen: facts about the submission, to be added to.
    """

    def __init__(self, line: BoundedLine, process: Process, seen: Counter[str]) -> None:
        self.line, self.process, self._seen = line, process, seen
        self._number = 0  # of the last request; a reply that bears another is none
        self.closed = False
        self._ordered: socket.socket | None = None  # to a fork that nobody has asked for yet
        self.ended = ""  # why it cannot be asked any more, as far as this side knows

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return not self.ended and self.process.alive

    def request(self, kind: str, content: Any, seconds: float, on_output: OutputHandler = drop) -> dict[str, Any]:
        """Send a request and return the content of the reply.

        Args:
            kind: ``execute``, ``run``, ``ask``, or ``ping``, which does nothing.
            content: plain data.
            seconds: until it is interrupted, and ended if that does not help; without any it is not asked.
            on_output: called with each output that comes before the reply.

        Raises:
            OutOfTime: no reply in time.
            KernelLost: the process ended, or sent more than it may.
            BadReply: the reply is none that a kernel sends.
        """
        if not self.alive:
            raise self.lost()
        self.drop_order()  # it would not have the state that the process gets now
        if seconds <= 0:
            raise OutOfTime("kernel", "The code did not finish in time")
        until = time.monotonic() + seconds
        self._number += 1
        try:
            self.line.send(kind, [self._number, content], until + GRACE)  # half of a request could not be interrupted
            return self._reply(until, on_output)
        except EOFError:
            raise self.lost() from None
        except TooLarge:
            self._seen[observations.TOO_LARGE] += 1
            raise self.end(f"The code sent more than {MAX_MESSAGE >> 20} MB at once") from None
        except TimeoutError:
            self._interrupt(on_output)
            raise OutOfTime("kernel", "The code did not finish in time") from None

    def order_fork(self, seconds: float) -> None:
        """Have the process fork while this side does something else; `fork` returns that fork unless a request comes.

        Args:
            seconds: until the order must be sent.
        """
        if self._ordered is not None or not self.alive:
            return
        ours, theirs = socket.socketpair()
        name_senders(ours)
        try:
            with theirs:
                self.line.send("fork", None, time.monotonic() + seconds, (theirs.fileno(),))
        except (OSError, EOFError, ValueError, TooLarge):  # whoever wants the fork is told
            ours.close()
        else:
            self._ordered = ours

    def fork(self, seconds: float) -> "Connection":
        """Have the process fork, unless it has been ordered; the fork answers requests in the state of the process.

        Args:
            seconds: until it must be there.

        Raises:
            KernelLost: there is none: the process has ended, does not answer, or may not fork any more.
        """
        if self._ordered is not None:
            with contextlib.suppress(AnswerError):
                fork = self._made(seconds)
                try:
                    fork.request("ping", None, seconds)  # code that was asked since may have ended it
                except AnswerError:
                    fork.close()
                    raise
                return fork
        self.order_fork(seconds)
        return self._made(seconds)

    def _made(self, seconds: float) -> "Connection":
        """Return the fork that was ordered; errors as for `fork`."""
        ours, self._ordered = self._ordered, None
        if ours is None:
            raise KernelLost("kernel", NOT_FORKED, CAUSES)
        try:
            line, process = greeted(ours, time.monotonic() + seconds, self.process)
        except (OSError, EOFError, ValueError, TooLarge) as error:
            ours.close()
            raise KernelLost("kernel", NOT_FORKED, CAUSES) from error
        return Connection(line, process, self._seen)

    def drop_order(self) -> None:
        """Forget the fork that was ordered; it ends as soon as it finds its stream closed."""
        if self._ordered is not None:
            self._ordered.close()
            self._ordered = None

    def close(self) -> None:
        """End the process, and forget it; a second time does nothing."""
        if self.closed:
            return
        self.closed, self.ended = True, self.ended or "It was closed"
        self.process.signal(signal.SIGKILL)
        self.process.close()
        self.line.close()
        self.drop_order()

    def _interrupt(self, on_output: OutputHandler) -> None:
        self.process.signal(signal.SIGINT)
        try:
            self._reply(time.monotonic() + GRACE, on_output)
        except (TimeoutError, EOFError, TooLarge, BadReply):
            self._seen[observations.NOT_INTERRUPTED] += 1
            self.end("It could not be interrupted")

    def _reply(self, until: float, on_output: OutputHandler) -> dict[str, Any]:
        while True:
            try:
                kind, content = self.line.receive(until)
                if type(content) is not dict:
                    raise ValueError("the content is no dictionary")
            except ValueError as error:
                self._seen[observations.BAD_MESSAGE] += 1
                self.end("It sent an invalid message")
                raise BadReply("kernel", "The kernel sent a malformed message") from error
            if kind != "reply":
                on_output(kind, content)
            elif content.pop("number", None) == self._number:
                return content
            else:
                self._seen[observations.UNASKED] += 1

    def end(self, why: str) -> KernelLost:
        """End the process at once; the error that says why."""
        self.ended = self.ended or why
        self.process.signal(signal.SIGKILL)
        return KernelLost("kernel", self.ended)

    def lost(self) -> KernelLost:
        """Return the error that says why a process is gone."""
        return self.end("The code ended its own kernel")
