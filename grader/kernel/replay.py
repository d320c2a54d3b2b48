"""Runs a notebook's cells again in a fresh kernel, after one was lost."""

from typing import Protocol

from grader.errors import AnswerError, GradingFailed, KernelLost
from grader.kernel.student_kernel import StudentKernel
from grader.process.load import CHECK_MACHINE
from grader.text import one_line

SPENT = "The time for this submission is used up"


class Cells(Protocol):
    """Cells that have run, see `grader.kernel.submission.Submission`."""

    cells: list[str]
    timed_out: set[str]
    checks: dict[str, str]
    given: int
    cell_seconds: float


def replay(kernel: StudentKernel, ran: Cells) -> None:
    """Start a fresh kernel and run some cells again, without the ones that end it; those are taken out.

    Raises:
        KernelLost: the kernel cannot be brought back within the submission's time.
        GradingFailed: it cannot be brought to where the student's code begins.
    """
    while not kernel.spent:
        kernel.start()
        killer = _run_cells(kernel, ran)
        if killer is None:
            return
        del ran.cells[killer]
    raise KernelLost("submission", SPENT)


def _run_cells(kernel: StudentKernel, ran: Cells) -> int | None:
    """Run all cells; the index of the one that cost the kernel, if one did."""
    for source in ran.cells[: ran.given]:
        _run_given(kernel, source, ran.cell_seconds)
    kernel.transfer_files()
    for index, source in enumerate(ran.cells[ran.given :], ran.given):
        patient = kernel.scaled(ran.cell_seconds)
        try:
            seconds = patient if source in ran.timed_out else ran.cell_seconds
            kernel.run(source, seconds, goes_on=source not in ran.checks, draws=False)
        except AnswerError:
            ran.timed_out.add(source)
            if not kernel.alive:
                return index
        if source in ran.checks:
            kernel.keep(ran.checks[source])
    return None


def _run_given(kernel: StudentKernel, source: str, seconds: float) -> None:
    """Run a cell of the beginning once more, before any code of the student's.

    Raises:
        GradingFailed: it fails, as it did not before.
        KernelLost: the submission's time is used up.
    """
    try:
        status = kernel.execute(source, seconds).get("status")
    except AnswerError as error:
        status = str(error)
    if status != "ok" and kernel.spent:
        raise KernelLost("submission", SPENT)
    if status != "ok":
        what = f"what is given out failed when it ran again, before any of the student's code ({one_line(status)})"
        raise GradingFailed("notebook", what, CHECK_MACHINE)
