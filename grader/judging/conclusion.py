"""Builds the result of a submission: its status, and the reasons why a person has to look at it."""

from collections.abc import Iterable, Iterator

from grader import observations
from grader.kernel.submission import Submission
from grader.process.load import OVERLOADED
from grader.record import Record
from grader.results import Outcome, Status, SubmissionResult, TaskResult

LOST = (Outcome.FAILED, Outcome.ERROR)
MISSING = ("Your code raised ModuleNotFoundError", "Your code raised ImportError")
MOST_CELLS = 5  # that are not Python, and named
INSTALL = "what is missing can be installed for the class (docs/instructors.md), and the submission graded with --force"


def result(
    assignment: str, student: str, tasks: tuple[TaskResult, ...], record: Record, submission: Submission
) -> SubmissionResult:
    """Return a result; its status and reason tell whether and why a person has to look at it.

    Args:
        assignment: the assignment.
        student: the student's id; empty if it is no student's submission.
        tasks: what the hidden tests found.
        record: of the notebook.
        submission: its kernel, and what its cells did.
    """
    unjudged = [
        f"a hidden test of {task.id} failed to judge, and its {task.unjudged:g} points are not counted so far"
        for task in tasks
        if task.unjudged
    ]
    kernel = submission.kernel
    reasons = [*unjudged, *_missing(tasks, submission)]
    if kernel.overload_note:
        reasons.append(f"{OVERLOADED} ({kernel.overload_note}); grade it again")
    if kernel.spent:
        reasons.append("its time was used up before everything was judged")
    return SubmissionResult(
        assignment=assignment,
        student=student,
        status=Status.INTERNAL_ERROR if unjudged else Status.NEEDS_ATTENTION if reasons else Status.GRADED,
        score=sum(task.points for task in tasks),
        max=sum(task.max for task in tasks),
        tasks=tasks,
        reason="; ".join(reasons),
        notes=tuple(record.notes),
        seen=observations.lines(kernel.noticed()),
    )


def _missing(tasks: Iterable[TaskResult], submission: Submission) -> Iterator[str]:
    """Return a reason where points were lost, and a cell is not Python or needs what is not there: it may be right."""
    lost = [test for task in tasks for test in task.tests if test.outcome in LOST]
    if not lost:
        return
    for cell in submission.unreadable[:MOST_CELLS]:
        yield f"points were lost, and {cell.reason}"
    found = {failure.missing: failure for failure in submission.failures if failure.missing}
    for missing, failure in found.items():
        yield f"points were lost, and {missing} (cell {failure.cell}: `{failure.shown}`); {INSTALL}"
    if not found and any(test.message.startswith(MISSING) for test in lost):
        yield f"points were lost where code imports a module that is not installed; {INSTALL}"
