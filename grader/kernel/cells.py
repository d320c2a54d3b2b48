"""Runs a notebook's cells in a student's kernel and keeps their outputs."""

import math
from collections.abc import Sequence
from contextlib import suppress

from jupyter_core.utils import run_sync
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

from grader import observations
from grader.errors import AnswerError, GradingFailed, KernelLost
from grader.kernel.cell_client import CellClient
from grader.kernel.output_budget import OutputBudget
from grader.kernel.outputs import clean, error_output
from grader.kernel.student_kernel import GRACE, StudentKernel
from grader.kernel.submission import QUESTION_SECONDS, Submission
from grader.limits import Limits
from grader.process.load import CHECK_MACHINE
from grader.record import Record
from grader.text import one_line

STARTUP_SECONDS = 60.0  # until a kernel answers, within what the submission has left


class CellRunner:
    """Runs the cells of one notebook in a sandboxed kernel that may die, hang, or send too much output at any cell.

    Args:
        nb: the notebook; its code cells get their outputs.
        kernel: where they run.
        limits: of the submission.
        shown: characters that a page already holds apart from the cells' outputs.
    """

    def __init__(self, nb: NotebookNode, kernel: StudentKernel, limits: Limits, shown: int = 0) -> None:
        self.nb, self.kernel, self.limits = nb, kernel, limits
        self.budget = OutputBudget(limits.output_kib << 10, (limits.page_mib << 20) - shown)
        self.client = CellClient(nb, kernel, self.budget, limits)

    def run(self, given: Sequence[str] = ()) -> Submission:
        """Run every code cell; a cell that ends the kernel is skipped, and the cells before it run again.

        Args:
            given: sources of the code cells of the release; those at the beginning that the student left unchanged run
                before any of the submission's files are present.

        Raises:
            GradingFailed: one of these unchanged cells failed, which is not the student's fault.
        """
        seconds = self.limits.cell_seconds
        cells = [(index, cell) for index, cell in enumerate(self.nb.cells) if cell.cell_type == "code"]
        untouched = _common([cell.source for _, cell in cells], given)
        submission = Submission(self.kernel, [], min(QUESTION_SECONDS, seconds), seconds, untouched)
        self._connect()
        try:
            for index, cell in cells[:untouched]:
                self._run_cell(cell, index, submission)
                _require_success(cell, index)
            self.kernel.transfer_files()
            for index, cell in cells[untouched:]:
                self._run_cell(cell, index, submission)
        finally:
            self.client.disconnect()
        if self.budget.cut:
            Record.add_note(self.nb, self.budget.note)
        return submission

    def _run_cell(self, cell: NotebookNode, index: int, submission: Submission) -> None:
        if self.kernel.spent:
            _add_error(cell, "OutOfTime", "The time for this submission was used up before this cell.")
        elif not self.client.connected:
            _add_error(cell, "KernelLost", "There was no kernel to run this cell in.")
        elif self.survives(cell, index):
            submission.cells.append(cell.source)
            if _timed_out(cell):
                submission.timed_out.add(cell.source)
        else:
            self._restart_kernel(submission)

    def _connect(self) -> None:
        self.client.connect(max(1, round(self.kernel.remaining(STARTUP_SECONDS))))

    def survives(self, cell: NotebookNode, index: int) -> bool:
        """Run one cell, and return whether the kernel is still alive and responding."""
        kernel = self.kernel
        self.budget.begin()
        seconds = max(1, math.ceil(kernel.scaled(self.limits.cell_seconds)))
        try:
            run_sync(self.client.run_cell)(cell, index, seconds)
        except DeadKernelError:
            what = f"{kernel.lost().what}. The cells before it were run again, and this one was skipped."
            _add_error(cell, "KernelLost", what)
            return False
        except Exception as error:  # whatever a forged or broken message makes nbclient raise
            kernel.seen[observations.BAD_MESSAGE] += 1
            kernel.stop()
            _add_error(cell, "KernelLost", f"The kernel sent an invalid message ({type(error).__name__}).")
            return False
        finally:
            clean(cell)
        if _timed_out(cell):
            kernel.reduce_limits()
            with suppress(AnswerError):
                kernel.execute("", 2 * GRACE)
            if not kernel.alive:
                _add_error(cell, "KernelLost", "It could not be interrupted, and its kernel was ended.")
        if kernel.overrun:
            _add_error(cell, "KernelLost", f"{kernel.lost().what}, and its kernel was ended.")
        return kernel.alive

    def _restart_kernel(self, submission: Submission) -> None:
        self.client.disconnect()
        with suppress(KernelLost):
            submission.replay()
            try:
                self._connect()
            except Exception:  # the cells that ran again keep the kernel from answering a new client
                self.client.disconnect()
                submission.kernel.stop()


def _timed_out(cell: NotebookNode) -> bool:
    return any(output.get("ename") == "CellTimeoutError" for output in cell.outputs)


def _common(sources: Sequence[str], given: Sequence[str]) -> int:
    """Return how many sources at the beginning are as given."""
    return next((n for n, pair in enumerate(zip(sources, given, strict=False)) if pair[0] != pair[1]), len(given))


def _require_success(cell: NotebookNode, index: int) -> None:
    """Raise GradingFailed if a cell that comes with the release has failed."""
    if errors := [output for output in cell.outputs if output.output_type == "error"]:
        message = one_line(f"{errors[-1].ename}: {errors[-1].evalue}", 200)
        what = (
            f"cell {index + 1}, which comes with the release, failed before any of the student's code ran ({message})"
        )
        raise GradingFailed("notebook", what, CHECK_MACHINE)


def _add_error(cell: NotebookNode, kind: str, text: str) -> None:
    """Add an error of the grader's own to a cell's outputs."""
    cell.setdefault("outputs", [])
    cell.outputs.append(error_output(kind, text))
