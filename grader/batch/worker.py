"""Judges one submission as a task of a Dask worker: one at a time in a process, and by one grader only.

The worker itself only waits. What judges is imported where that happens, in the process with limits.
"""

import threading
from pathlib import Path

from grader.course import CONFIG, Course
from grader.errors import ClusterError, LimitReached
from grader.intake.fingerprint import Fingerprint, is_current
from grader.limits import Limits
from grader.process import limited
from grader.process.call import Preparation
from grader.storage import atomic, locks
from grader.version import version

_one_at_a_time = threading.Lock()  # nbgrader changes the working directory of its process


def take(
    root: str, assignment: str, student: str, known: Fingerprint, sandbox: bool, force: bool, expected: str
) -> bool:
    """Judge a submission; return False if another grader has done so meanwhile.

    Args:
        root: the course's folder.
        assignment: the assignment.
        student: whose submission.
        known: the digests of the submission when the run began.
        sandbox: disable only for trusted submissions.
        force: judge it in any case.
        expected: the version of this package that the run was started with.

    Raises:
        ClusterError: this process cannot judge the course.
        SandboxError: no sandbox can be made here.
    """
    course = Course(Path(root))
    if version() != expected:
        raise ClusterError("cluster", "a worker joined that has another version of this package", "Install it there.")
    if not (course.root / CONFIG).is_file():
        raise ClusterError("cluster", f"a worker joined that cannot see {root}", "Share the folder with it.")
    with _one_at_a_time, locks.submission(course, assignment, student):
        if not force and is_current(course, assignment, student, known):
            return False
        atomic.sweep(course.result_file(assignment, student))
        _grade(course, assignment, student, known, sandbox)
    return True


def _grade(course: Course, assignment: str, student: str, known: Fingerprint, sandbox: bool) -> None:
    """Judge a submission in a process with limits, and wait for it."""
    course.result_file(assignment, student).unlink(missing_ok=True)  # so that a file there afterwards is new
    order = (str(course.root), assignment, student, sandbox, known)
    seconds = Limits.of(course.config).submission_seconds
    prepared = preparations(course.sandboxed(sandbox), assignment, known.shared)
    try:
        limited.run("it was read", _grade_here, *order, seconds=seconds, prepared=prepared)
    except LimitReached as error:
        from grader.pipeline.attempt import overrun

        overrun(course, assignment, student, error, known)


def preparations(course: Course, assignment: str, shared: str) -> tuple[Preparation, Preparation]:
    """Return what is done before a process is forked for a submission: the steps, once, and the kernels' process.

    Args:
        course: the course.
        assignment: the assignment.
        shared: the digest of tests, release and settings: once one of them changes, the steps are prepared anew.
    """
    steps = Preparation(_warm_steps, (str(course.root), assignment, shared))
    return steps, Preparation(_warm_kernels, (course, assignment), each=True)


def _warm_steps(root: str, assignment: str, shared: str) -> None:
    from grader.pipeline.warm import warm

    warm(root, assignment)


def _warm_kernels(course: Course, assignment: str) -> None:
    from grader.judging.notebook import warm_up

    warm_up(course, assignment)


def _grade_here(root: str, assignment: str, student: str, sandbox: bool, known: Fingerprint) -> None:
    from grader.pipeline.attempt import grade_one

    grade_one(root, assignment, student, sandbox, known)
