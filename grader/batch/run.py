"""Grades a class with progress on the terminal; Ctrl-C loses no finished result."""

from collections.abc import Callable, Sequence
from typing import Any

from grader import console
from grader.batch import batch, cluster
from grader.course import Course


class _Counter:
    """Counts the finished submissions of a run, and advances its progress bar."""

    advance: Callable[[int, str, bool], None]

    def __init__(self, total: int) -> None:
        self.total, self.finished = total, 0

    def begun(self, number: int) -> None:
        """Count all submissions that need not be judged."""
        self.finished = self.total - number
        self.advance(self.finished, "", False)

    def done(self, student: str) -> None:
        """Count one submission that was judged."""
        self.finished += 1
        self.advance(1, student, True)


def _note(text: str) -> None:
    console.warn("Note", text)


def run(
    course: Course,
    assignment: str,
    wanted: Sequence[str],
    jobs: int,
    address: str | None = None,
    *,
    force: bool = False,
    sandbox: bool = True,
) -> int:
    """Grade submissions with progress on the terminal, and return how many had to be judged.

    Ctrl-C ends the program with status 130.

    Args:
        course: the course.
        assignment: the assignment.
        wanted: students.
        jobs: submissions judged at a time on this machine, unless there is an address.
        address: that of a Dask scheduler whose workers judge instead.
        force: also judge unchanged submissions.
        sandbox: disable only for trusted submissions.

    Raises:
        GraderError: the course, the gradebook, the workers or the sandbox are unusable.
    """
    counter = _Counter(len(wanted))
    try:
        with console.progress("grading", len(wanted)) as counter.advance:
            workers = cluster.remote(address, course, _note) if address else None
            how: dict[str, Any] = {"jobs": jobs, "workers": workers, "force": force, "sandbox": sandbox}
            judged = batch.grade(course, assignment, wanted, **how, note=_note, begun=counter.begun, done=counter.done)
            return len(judged)
    except KeyboardInterrupt:
        console.warn(
            "Stopped",
            f"{counter.finished} of {len(wanted)} submissions are done. Run the same command again to continue.",
        )
        raise SystemExit(130) from None
