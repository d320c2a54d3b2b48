"""Judges one submission as a task of a Dask worker: one at a time in a process, and by one grader only."""

import threading
from pathlib import Path

from grader.course import CONFIG, Course
from grader.errors import ClusterError, LimitReached
from grader.intake.fingerprint import Fingerprint, is_current
from grader.judging.notebook import warm_up
from grader.limits import Limits
from grader.pipeline.attempt import grade_one, overrun
from grader.pipeline.warm import preparation
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
    kernels = Preparation(warm_up, (course.sandboxed(sandbox), assignment), each=True)
    prepared = (preparation(course, assignment, known.shared), kernels)
    try:
        limited.run("it was read", grade_one, *order, seconds=seconds, prepared=prepared)
    except LimitReached as error:
        overrun(course, assignment, student, error, known)
