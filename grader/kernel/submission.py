"""The trusted side of the connection to a student's kernel: requests values, and accepts only plain data."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

import numpy as np

from grader import observations, wording
from grader.errors import BadReply, KernelLost, OutOfTime
from grader.inside.agent import decode, encode
from grader.kernel import error_words
from grader.kernel.connection import Connection
from grader.kernel.failures import Failure
from grader.kernel.question import compiled
from grader.kernel.replay import replay
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.unreadable import UnreadableCell
from grader.limits import CELL_SECONDS

QUESTION_SECONDS = 20.0


class Submission:
    """What a hidden test sees of a student's notebook: a kernel in which its cells have run.

    Every test asks a fork of its own, so that none finds a state that an earlier question has changed. Code that wants
    to can still leave files for the next: only the order of tasks keeps what a question brings along from others.

    Args:
        kernel: the kernel the cells ran in.
        cells: sources of the code cells, in order, to run again should the kernel be lost.
        seconds: time limit of one question.
        cell_seconds: time limit of one cell that runs again.
        given: how many of the cells, at the beginning, are as they were given out: those run again before the
            submission's files are handed over.

    Attributes:
        timed_out: cells that did not come to their end in time.
        failures: statements of its cells that failed.
        unreadable: cells that are not Python.
        checks: the task of each cell after which the kernel's state is kept, by the cell's source.
        task: the task in whose own state questions are asked; empty for the state after the last cell.
    """

    def __init__(
        self,
        kernel: StudentKernel,
        cells: Sequence[str],
        seconds: float = QUESTION_SECONDS,
        cell_seconds: float = CELL_SECONDS,
        given: int = 0,
    ) -> None:
        self.kernel = kernel
        self.cells = list(cells)
        self.timed_out: set[str] = set()
        self.failures: list[Failure] = []
        self.unreadable: list[UnreadableCell] = []
        self.checks: dict[str, str] = {}
        self.task = ""
        self.seconds, self.cell_seconds, self.given = seconds, cell_seconds, given
        self._seed: int | None = None
        self._fork: Connection | None = None

    @contextmanager
    def asked(self, seed: int) -> Iterator[Self]:
        """Ask a fork of its own for as long as the context lasts.

        Args:
            seed: of the kernel's global generators for the first question.
        """
        self._leave()
        self._seed = seed
        try:
            yield self
        finally:
            self._seed = None
            self._leave()

    def went_on_after(self, task: str) -> bool:
        """Whether cells have run after a task's own check."""
        last = self.cells[-1] if self.cells else ""
        return task in self.checks.values() and self.checks.get(last) != task

    def holds(self, task: str) -> bool:
        """Whether the state right after a task's own check was kept, or will be when the cells run again."""
        return self.kernel.kept(task) or not self.kernel.alive

    @contextmanager
    def at(self, task: str) -> Iterator[Self]:
        """Ask in the state right after a task's own check, for as long as the context lasts."""
        self.task = task
        try:
            yield self
        finally:
            self.task = ""

    def eval(
        self, source: str, *, shape: tuple[int, ...] | None = None, asks: Sequence[str] = (), **inputs: Any
    ) -> Any:
        """Return the value of the last expression of some source, run in the student's kernel.

        Args:
            source: Python that sees the inputs and, of the student's globals, those that it mentions; statements may
                come before the expression. Builtins are Python's own, whatever the student's code calls so.
            shape: if given, the answer must be real numbers of this shape, all finite; it comes as float64.
            asks: names of builtins that the homework itself has students define: there the student's counts.
            inputs: plain data: numbers, text, numpy arrays, lists, tuples and dictionaries of these.

        Raises:
            AnswerError: the student's code raised, died, ran out of time or broke the protocol.
            AssertionError: the answer has another shape or type than asked for.
            SyntaxError: the source is no Python, or does not end in an expression.
        """
        request = {**compiled(source), "inputs": encode(inputs), "seed": self._seed, "asks": list(asks)}
        self._seed = None
        value = self._ask(request)
        return value if shape is None else checked(value, shape)

    def _ask(self, request: dict[str, Any]) -> Any:
        fork = self._forked()
        try:
            outcome = fork.request("ask", request, self.kernel.scaled(self.seconds))
        except OutOfTime as error:  # how long it took was the code's to choose
            self.kernel.reduce_limits()
            what = f"The code did not finish in the time of a question, {self.seconds:g} seconds at most"
            raise OutOfTime("kernel", what) from error
        except KernelLost as error:
            raise self.kernel.explained(error) from error
        try:
            if "error" in outcome:
                raise error_words.raised(outcome["error"], self.cells)
            if "refused" in outcome:
                raise AssertionError(f"{error_words.refused(outcome['refused'])}. What does it return?")
            return decode(outcome["ok"])
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError, RecursionError) as error:
            self.kernel.seen[observations.BAD_ANSWER] += 1
            raise BadReply("submission", "The answer is not plain numbers of the agreed form") from error

    def _forked(self) -> Connection:
        """Return the fork that this test asks, a new one where it has none any more.

        Raises:
            KernelLost: there is none, and none can be had.
        """
        if self._fork is not None and self._fork.alive:
            return self._fork
        self._leave()
        if not self.kernel.alive:
            self.replay()
        try:
            self._fork = self.kernel.fork(self.task)
        except KernelLost:
            if self.task or self.kernel.spent:
                raise
            self.replay()  # a kernel that does not fork does not answer either
            self._fork = self._forked_again()
        if not self.task:
            self.kernel.order_fork()  # for the next test: it is made while this one is answered and judged
        return self._fork

    def _forked_again(self) -> Connection:
        """Return a fork of a kernel that was started anew; one that does not fork is ended with all its states."""
        try:
            return self.kernel.fork()
        except KernelLost:
            self.kernel.stop()
            raise

    def _leave(self) -> None:
        fork, self._fork = self._fork, None
        if fork is not None:
            fork.close()

    def replay(self) -> None:
        """Start a fresh kernel and run the notebook's cells again, see `grader.kernel.replay`."""
        replay(self.kernel, self)


def checked(value: Any, shape: tuple[int, ...]) -> np.ndarray:
    """Return an answer as a float64 array of the given shape, finite everywhere.

    Raises:
        AssertionError: it is something else; the message says what.
    """
    if isinstance(value, list):
        raise AssertionError(f"Expected one array of shape {shape}, got a list. Is it converted to an array?")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = np.asarray(value)
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iuf":
        kind = "None" if value is None else getattr(value, "dtype", type(value).__name__)
        raise AssertionError(f"Expected numbers of shape {shape}, got {kind}. What does it return?")
    if value.shape != shape:
        got = wording.shape(value.shape, shape)
        raise AssertionError(f"Expected shape {shape}, got {got}. What does each axis stand for?")
    array = value.astype(np.float64)
    if not np.isfinite(array).all():
        which = "Some" if np.isfinite(array).any() else "All"
        raise AssertionError(f"{which} of the numbers are NaN or infinite. Where do they first arise?")
    return array
