"""A class at a time: each submission is one Dask task, in a process of its own, and none can stop another."""

import tempfile
from collections.abc import Callable, Iterable, Sequence

import dask
from distributed import Client, LocalCluster, as_completed
from nbgrader.api import Gradebook, MissingEntry

from grader.attempt import fail, grade_one
from grader.course import Course
from grader.deadline import due_date
from grader.errors import SandboxError
from grader.folders import misnamed
from grader.intake import is_current
from grader.release import generate
from grader.results import Status

SETTINGS = {
    "distributed.worker.daemon": False,
    "distributed.worker.profile.enabled": False,  # it looks at a worker's stack a hundred times in a second, for nobody
    "logging.distributed": "critical",
}


def grade(
    course: Course,
    assignment: str,
    chosen: Sequence[str],
    *,
    jobs: int = 1,
    force: bool = False,
    sandbox: bool = True,
    done: Callable[[str], None] = lambda student: None,
) -> list[str]:
    """Grade submissions and write their feedback pages; the students whose submission was judged anew.

    Args:
        chosen: students to grade; who is misnamed, or has not changed since their last result, is skipped.
        jobs: submissions judged at the same time.
        force: judge also what has not changed.
        sandbox: off only for submissions that are trusted.
        done: called with each student whose submission is finished.

    Raises:
        CourseError: the assignment is not of this course.
        SandboxError: no sandbox can be made here.
    """
    prepare(course, assignment)
    named = filter(lambda student: misnamed(student) is None, chosen)
    pending = [student for student in named if force or not is_current(course, assignment, student)]
    for student in set(chosen) - set(pending):
        done(student)
    if not pending:
        return []
    with (
        dask.config.set(SETTINGS),
        tempfile.TemporaryDirectory(prefix="grader-dask-") as scratch,
        LocalCluster(
            n_workers=min(jobs, len(pending)),
            threads_per_worker=1,
            memory_limit=0,
            dashboard_address="127.0.0.1:0",  # without it: the usual port, on every interface
            local_directory=scratch,
        ) as cluster,
        Client(cluster) as client,
    ):
        _drain(client, course, assignment, pending, sandbox, done)
    return pending


def _drain(
    client: Client,
    course: Course,
    assignment: str,
    pending: Iterable[str],
    sandbox: bool,
    done: Callable[[str], None],
) -> None:
    futures = {
        client.submit(
            grade_one,
            str(course.root),
            assignment,
            student,
            sandbox,
            key=f"grade-{student}",
            pure=False,
            retries=1,
        ): student
        for student in pending
    }
    for future in as_completed(futures):
        student = futures[future]
        error = future.exception()
        if isinstance(error, SandboxError):
            raise error
        if error is not None:
            reason = f"the grader itself failed ({type(error).__name__}: {error})"
            fail(course, assignment, student, reason, Status.INTERNAL_ERROR)
        done(student)


def prepare(course: Course, assignment: str) -> None:
    """See to it that the gradebook knows the assignment and its due date.

    Raises:
        CourseError: the assignment is not of this course, or its due date is no date.
    """
    course.notebooks(assignment)
    url = course.directory(assignment).db_url
    try:
        with Gradebook(url) as gradebook:
            gradebook.find_assignment(assignment)
    except MissingEntry:
        generate(course, assignment, solution=False)
    due = course.config.get("Course", {}).get("due", {}).get(assignment)
    if due is not None:
        with Gradebook(url) as gradebook:
            gradebook.update_or_create_assignment(assignment, duedate=due_date(due))
