"""The trusted side of the connection to a student's kernel: requests values, and accepts only plain data."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from grader import observations, wording
from grader.errors import AnswerError, BadReply, GradingFailed, KernelLost, OutOfTime
from grader.kernel import error_words
from grader.kernel.agent import decode, encode
from grader.kernel.student_kernel import StudentKernel
from grader.limits import CELL_SECONDS
from grader.process.load import CHECK_MACHINE
from grader.text import one_line

KERNEL_SIDE = Path(__file__).with_name("agent.py").read_text()
MIME = "application/vnd.course.answer+json"
QUESTION_SECONDS = 20.0
SPENT = "The time for this submission is used up"


class Submission:
    """What a hidden test sees of a student's notebook: a kernel in which its cells have run.

    Args:
        kernel: the kernel the cells ran in.
        cells: sources of the code cells, in order, to run again if a test ends the kernel.
        seconds: time limit of one question to the kernel.
        cell_seconds: time limit of one cell when it runs again.
        given: how many cells at the beginning are unchanged from the release: they run again before the
            submission's files are transferred.
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
        self.timed_out: set[str] = set()  # cells that did not finish within their time limit
        self.seconds, self.cell_seconds, self.given = seconds, cell_seconds, given
        self._seed: int | None = None

    def seed(self, seed: int) -> None:
        """Have the next question seed the kernel's global random number generators."""
        self._seed = seed

    def eval(self, source: str, *, shape: tuple[int, ...] | None = None, **inputs: Any) -> Any:
        """Return the value of the last expression of some source, run in the student's kernel.

        Args:
            source: Python that sees the student's globals and the inputs; statements may come before the expression.
            shape: if given, the answer must be finite real numbers of this shape; it is returned as float64.
            inputs: plain data: numbers, text, numpy arrays, lists, tuples and dictionaries of these.

        Raises:
            AnswerError: the student's code raised, died, ran out of time or broke the protocol.
            AssertionError: the answer has another shape or type than asked for.
        """
        request = {"source": source, "inputs": encode(inputs), "seed": self._seed}
        self._seed = None
        value = self._ask(request)
        return value if shape is None else checked(value, shape)

    def _ask(self, request: dict[str, Any]) -> Any:
        if not self.kernel.alive:
            self.replay()
        text = repr(json.dumps(request))
        expression = (
            f"(lambda side: (exec({KERNEL_SIDE!r}, side), side['Reply'](side['answer']("
            f"__import__('json').loads({text}), globals())))[1])({{}})"
        )
        try:
            reply = self.kernel.execute("", self.kernel.scaled(self.seconds), {"answer": expression})
        except OutOfTime as error:  # the code could choose how long it took
            what = f"The code did not finish in the time of a question, {self.seconds:g} seconds at most"
            raise OutOfTime("kernel", what) from error
        try:
            outcome = reply["user_expressions"]["answer"]["data"][MIME]
            if "error" in outcome:
                raise error_words.raised(outcome["error"], self.cells)
            if "refused" in outcome:
                raise AssertionError(f"{error_words.refused(outcome['refused'])}. What does it return?")
            return decode(outcome["ok"])
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError, RecursionError) as error:
            self.kernel.seen[observations.BAD_ANSWER] += 1
            raise BadReply("submission", "The answer is not plain numbers of the agreed form") from error

    def replay(self) -> None:
        """Start a fresh kernel and run the notebook's cells again, skipping those that end it.

        Raises:
            KernelLost: the kernel cannot be restored within the submission's time.
            GradingFailed: a cell of the release fails.
        """
        while not self.kernel.spent:
            self.kernel.start()
            killer = self._run_cells()
            if killer is None:
                return
            del self.cells[killer]
        raise KernelLost("submission", SPENT)

    def _run_cells(self) -> int | None:
        """Run all cells, and return the index of the one that ended the kernel, if one did."""
        for source in self.cells[: self.given]:
            self._run_given(source)
        self.kernel.transfer_files()
        for index, source in enumerate(self.cells[self.given :], self.given):
            reduced = self.kernel.scaled(self.cell_seconds)
            try:
                self.kernel.execute(source, reduced if source in self.timed_out else self.cell_seconds)
            except AnswerError:
                self.timed_out.add(source)
                if not self.kernel.alive:
                    return index
        return None

    def _run_given(self, source: str) -> None:
        """Run a cell of the release again, before any of the student's code.

        Raises:
            GradingFailed: it fails, although it succeeded before.
            KernelLost: the submission's time is used up.
        """
        try:
            status = self.kernel.execute(source, self.cell_seconds).get("status")
        except AnswerError as error:
            status = str(error)
        if status != "ok" and self.kernel.spent:
            raise KernelLost("submission", SPENT)
        if status != "ok":
            what = (
                f"a cell of the release failed when it ran again, before any of the student's code ({one_line(status)})"
            )
            raise GradingFailed("notebook", what, CHECK_MACHINE)


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
