"""Runs a notebook's cells in a student's kernel and keeps their outputs."""

from collections.abc import Sequence
from contextlib import suppress

from nbformat import NotebookNode

from grader.errors import AnswerError, GradingFailed, KernelLost, OutOfTime
from grader.kernel.cell_outputs import CellOutputs
from grader.kernel.failures import failures
from grader.kernel.output_budget import OutputBudget
from grader.kernel.outputs import clean, error_output
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import QUESTION_SECONDS, Submission
from grader.kernel.unreadable import unreadable
from grader.limits import Limits
from grader.notebooks import has_figures, is_check, last_error
from grader.process.load import CHECK_MACHINE
from grader.record import Record
from grader.text import one_line

TIMED_OUT = "CellTimeoutError"
MOST_NOTES = 5  # of cells in which statements failed


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
        for index, cell in cells[:untouched]:
            self._run_cell(cell, index + 1, submission)
            _require_success(cell, index)
        self.kernel.transfer_files()
        for index, cell in cells[untouched:]:
            self._run_cell(cell, index + 1, submission)
        first = {failure.cell: failure.note for failure in reversed(submission.failures)}
        first |= {found.cell: found.note for found in submission.unreadable}
        for number in sorted(first)[:MOST_NOTES]:
            Record.add_note(self.nb, first[number])
        if self.budget.cut:
            Record.add_note(self.nb, self.budget.note)
        return submission

    def _run_cell(self, cell: NotebookNode, number: int, submission: Submission) -> None:
        if self.kernel.spent:
            _add_error(cell, "OutOfTime", "The time for this submission was used up before this cell.")
        elif not self.kernel.alive:
            _add_error(cell, "KernelLost", "There was no kernel left to run this cell in.")
        elif self.survives(cell, number, submission):
            submission.cells.append(cell.source)
            if _timed_out(cell):
                submission.timed_out.add(cell.source)
            if is_check(cell):
                submission.checks[cell.source] = task = cell.metadata.nbgrader.grade_id
                self.kernel.keep(task)
        else:
            with suppress(KernelLost):
                submission.replay()

    def survives(self, cell: NotebookNode, number: int, submission: Submission) -> bool:
        """Run one cell; whether the kernel is still there and listening."""
        kernel, outputs = self.kernel, CellOutputs(cell, self.budget)
        cell.execution_count = None
        goes_on = not is_check(cell) and len(submission.cells) >= submission.given
        try:
            if cell.source.strip():
                seconds = max(1.0, kernel.scaled(self.limits.cell_seconds))
                draws = not has_figures(cell)
                reply = kernel.run(cell.source, seconds, outputs.add, goes_on=goes_on, draws=draws)
                cell.execution_count = reply.get("execution_count")
                submission.failures += failures(number, reply)
                if goes_on and (found := unreadable(number, cell.source, reply)):
                    submission.unreadable.append(found)
        except OutOfTime:
            cell.outputs.append(error_output(TIMED_OUT, "The cell did not finish in time, and was interrupted."))
            if not kernel.alive:
                _add_error(cell, "KernelLost", "It could not be interrupted, and its kernel was ended.")
        except AnswerError as error:
            _add_error(cell, "KernelLost", f"{error.what}. The cells before it were run again, and this one left out.")
        finally:
            clean(cell)
        return kernel.alive


def _timed_out(cell: NotebookNode) -> bool:
    return any(output.get("ename") == TIMED_OUT for output in cell.outputs)


def _common(sources: Sequence[str], given: Sequence[str]) -> int:
    """Return how many sources at the beginning are as given."""
    return next((n for n, pair in enumerate(zip(sources, given, strict=False)) if pair[0] != pair[1]), len(given))


def _require_success(cell: NotebookNode, index: int) -> None:
    """Raise GradingFailed if a cell that comes with the release has failed."""
    if error := last_error(cell):
        message = one_line(f"{error.ename}: {error.evalue}", 200)
        what = (
            f"cell {index + 1}, which comes with the release, failed before any of the student's code ran ({message})"
        )
        raise GradingFailed("notebook", what, CHECK_MACHINE)


def _add_error(cell: NotebookNode, kind: str, text: str) -> None:
    """Add an error of the grader's own to a cell's outputs."""
    cell.setdefault("outputs", [])
    cell.outputs.append(error_output(kind, text))
