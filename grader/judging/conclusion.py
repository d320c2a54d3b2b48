"""Builds the result of a submission: its status, and the reasons why a person has to look at it."""

from collections.abc import Iterable, Iterator

from nbformat import NotebookNode

from grader import observations
from grader.kernel.connection import NOT_FORKED
from grader.kernel.submission import Submission
from grader.notebooks import grade_id, is_check, last_error
from grader.process.load import OVERLOADED
from grader.record import Record
from grader.results import Outcome, Status, SubmissionResult, TaskResult
from grader.text import one_line

LOST = (Outcome.FAILED, Outcome.ERROR)
MISSING = ("Your code raised ModuleNotFoundError", "Your code raised ImportError")
MOST_CELLS = 5  # that are not Python, and named
CONTRADICTED = (
    "points of {task} were lost, and its check fails here ({error}), though it passed in the notebook as handed in: "
    "the software here may differ, or the answer was changed afterwards"
)
UNKEPT = (
    "points of {task} were lost, and it could be judged only after the last cell, because the state right after its "
    "check was not kept"
)
UNFORKED = (
    "points were lost because the kernel could not be forked: its code may leave too many threads or processes, use "
    "too much memory, or set limits"
)
LONGEST = 200  # characters of an error
INSTALL = "what is missing can be installed for the class (docs/instructors.md), and the submission graded with --force"


def result(
    assignment: str, student: str, tasks: tuple[TaskResult, ...], notebook: NotebookNode, submission: Submission
) -> SubmissionResult:
    """Return a result; its status and reason tell whether and why a person has to look at it.

    Args:
        assignment: the assignment.
        student: the student's id; empty if it is no student's submission.
        tasks: what the hidden tests found.
        notebook: the notebook as it ran here, with its record.
        submission: its kernel, and what its cells did.
    """
    unjudged = [
        f"a hidden test of {task.id} failed to judge, and its {task.unjudged:g} points are not counted so far"
        for task in tasks
        if task.unjudged
    ]
    kernel = submission.kernel
    record = Record.of(notebook)
    reasons = [*unjudged, *_missing(tasks, submission), *_contradicted(tasks, notebook, record.passed)]
    reasons += _not_asked(tasks, submission)
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


def _not_asked(tasks: Iterable[TaskResult], submission: Submission) -> Iterator[str]:
    """Return a reason for each task that lost points where a state could not be asked in which it may be right."""
    for task in tasks:
        if _lost(task) and submission.went_on_after(task.id) and not submission.holds(task.id):
            yield UNKEPT.format(task=task.id)
    if any(test.message.startswith(NOT_FORKED) for task in tasks for test in task.tests):
        yield UNFORKED


def _contradicted(tasks: Iterable[TaskResult], notebook: NotebookNode, passed: Iterable[str]) -> Iterator[str]:
    """Return a reason for each task that lost points, and whose check fails here but passed where it was written."""
    lost = {task.id for task in tasks if _lost(task)} & set(passed)
    for cell in notebook.cells:
        if is_check(cell) and grade_id(cell) in lost and (error := last_error(cell)):
            yield CONTRADICTED.format(task=grade_id(cell), error=one_line(f"{error.ename}: {error.evalue}", LONGEST))


def _lost(task: TaskResult) -> bool:
    return any(test.outcome in LOST for test in task.tests)
