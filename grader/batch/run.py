"""One run over a class as the person who started it sees it: progress, time left, and a stop that loses nothing."""

from collections.abc import Sequence
from typing import Any

from grader import console
from grader.batch import batch, cluster
from grader.course import Course


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
        address: that of a Dask scheduler whose workers are to judge.
        force: judge also what has not changed.
        sandbox: off only for submissions that are trusted.

    Raises:
        GraderError: the course, the gradebook, the workers or the sandbox are not as they must be.
    """
    finished = 0
    try:
        with console.progress("grading", len(wanted)) as advance:

            def begun(number: int) -> None:
                nonlocal finished
                finished = len(wanted) - number
                advance(finished, "", False)

            def done(student: str) -> None:
                nonlocal finished
                finished += 1
                advance(1, student, True)

            def note(text: str) -> None:
                console.warn("Note", text)

            workers = cluster.remote(address, course, note) if address else None
            how: dict[str, Any] = {"jobs": jobs, "workers": workers, "force": force, "sandbox": sandbox}
            return len(batch.grade(course, assignment, wanted, **how, note=note, begun=begun, done=done))
    except KeyboardInterrupt:
        console.warn("Stopped", f"{finished} of {len(wanted)} submissions are done. The same command carries on.")
        raise SystemExit(130) from None
