"""The trusted side of the wire to a student's kernel: asks for values, believes nothing but plain data."""

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
from grader.process.load import LOOK
from grader.text import one_line

KERNEL_SIDE = Path(__file__).with_name("agent.py").read_text()
ROOM = Path(__file__).with_name("clean_room.py").read_text()
# Names can be the student's, and builtins changed: Python's importer, found among all classes, makes all that the
# interpreter began with anew; exceptions are not among them.
QUESTION = """(lambda: (
    python := [kind for kind in ().__class__.__base__.__subclasses__()
               if kind.__name__ == 'BuiltinImporter'][0].create_module.__globals__,
    modules := python['sys'].modules,
    kept := modules.pop('builtins'),
    made := python['_imp'].create_builtin(python['ModuleSpec']('builtins', None)),
    modules.update(builtins=kept),
    own := {{**python['__builtins__'], **made.__dict__}},
    side := {{'__builtins__': own}}, own['exec']({side!r}, side),
    room := {{'__builtins__': own}}, own['exec']({room!r}, room),
    side['Reply'](side['answer'](own['__import__']('json').loads({text!r}), own['globals'](), room['put'])))[-1])()"""
MIME = "application/vnd.course.answer+json"
QUESTION_SECONDS = 20.0
SPENT = "The time for this submission is used up"


class Submission:
    """What a hidden test sees of a student's notebook: a kernel in which its cells have run.

    Args:
        kernel: the kernel the cells ran in.
        cells: sources of the code cells, in order, to run again should a test lose the kernel.
        seconds: time limit of one question.
        cell_seconds: time limit of one cell that runs again.
        given: how many of the cells, at the beginning, are as they were given out: those run again before the
            submission's files are handed over.
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
        self.endless: set[str] = set()  # cells that did not come to their end in time
        self.seconds, self.cell_seconds, self.given = seconds, cell_seconds, given
        self._seed: int | None = None

    def seed(self, seed: int) -> None:
        """Have the next question put the kernel's global generators into a known state."""
        self._seed = seed

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
        """
        request = {"source": source, "inputs": encode(inputs), "seed": self._seed, "asks": list(asks)}
        self._seed = None
        value = self._ask(request)
        return value if shape is None else checked(value, shape)

    def _ask(self, request: dict[str, Any]) -> Any:
        if not self.kernel.alive:
            self.replay()
        expression = QUESTION.format(side=KERNEL_SIDE, room=ROOM, text=json.dumps(request))
        try:
            reply = self.kernel.execute("", self.kernel.patient(self.seconds), {"answer": expression})
        except OutOfTime as error:  # how long it took was the code's to choose
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
        """Start a fresh kernel and run the notebook's cells again, without the ones that end it.

        Raises:
            KernelLost: the kernel cannot be brought back within the submission's time.
            GradingFailed: it cannot be brought to where the student's code begins.
        """
        while not self.kernel.spent:
            self.kernel.start()
            killer = self._run_cells()
            if killer is None:
                return
            del self.cells[killer]
        raise KernelLost("submission", SPENT)

    def _run_cells(self) -> int | None:
        """Run all cells; the index of the one that cost the kernel, if one did."""
        for source in self.cells[: self.given]:
            self._run_given(source)
        self.kernel.hand_over()
        for index, source in enumerate(self.cells[self.given :], self.given):
            patient = self.kernel.patient(self.cell_seconds)
            try:
                self.kernel.execute(source, patient if source in self.endless else self.cell_seconds)
            except AnswerError:
                self.endless.add(source)
                if not self.kernel.alive:
                    return index
        return None

    def _run_given(self, source: str) -> None:
        """Run a cell of the beginning once more, before any code of the student's.

        Raises:
            GradingFailed: it fails, as it did not before.
            KernelLost: the submission's time is used up.
        """
        try:
            status = self.kernel.execute(source, self.cell_seconds).get("status")
        except AnswerError as error:
            status = str(error)
        if status != "ok" and self.kernel.spent:
            raise KernelLost("submission", SPENT)
        if status != "ok":
            what = f"what is given out failed when it ran again, before any of the student's code ({one_line(status)})"
            raise GradingFailed("notebook", what, LOOK)


def checked(value: Any, shape: tuple[int, ...]) -> np.ndarray:
    """Return an answer as a float64 array of the given shape, finite everywhere.

    Raises:
        AssertionError: it is something else; the text tells the student what.
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
