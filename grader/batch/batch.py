"""Grades a class: each submission is a separate Dask task, and one failure does not stop the others."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import AbstractContextManager

from distributed import Client, Future, as_completed
from sqlalchemy.exc import SQLAlchemyError

from grader.batch import worker
from grader.batch.cluster import local
from grader.course import Course
from grader.errors import ClusterError, GraderError
from grader.intake.fingerprint import Fingerprint, course_digest, fingerprint, is_current
from grader.names import misnamed
from grader.pipeline.gradebook import database_errors, read_gradebook, unusable
from grader.pipeline.preparation import prepare
from grader.results import Status
from grader.version import version

RETRIES = 1  # after an error; Dask counts workers that die separately


def changed(course: Course, assignment: str, chosen: Sequence[str], *, force: bool = False) -> dict[str, Fingerprint]:
    """Return the digests of those of some students whose submission has to be judged; never one with an unusable name.

    That is where the submission or anything else that its result depends on has changed; with ``force`` all. A result
    whose submission is not in the gradebook is removed.

    Raises:
        CourseError: the gradebook cannot be read.
    """
    shared = course_digest(course, assignment)
    named = [student for student in chosen if misnamed(student) is None]
    now = {student: fingerprint(course, assignment, student, shared) for student in named}
    if force:
        return now
    current = {student for student in named if is_current(course, assignment, student, now[student])}
    # Read afterwards: the gradebook is written before a result becomes current.
    entered = read_gradebook(course.database, assignment).entries
    for student in current - set(entered):
        course.result_file(assignment, student).unlink(missing_ok=True)
    return {student: known for student, known in now.items() if student not in current or student not in entered}


def grade(
    course: Course,
    assignment: str,
    chosen: Sequence[str],
    *,
    jobs: int = 1,
    workers: AbstractContextManager[Client] | None = None,
    force: bool = False,
    sandbox: bool = True,
    note: Callable[[str], None] = lambda text: None,
    begun: Callable[[int], None] = lambda number: None,
    done: Callable[[str], None] = lambda student: None,
) -> list[str]:
    """Grade submissions and write their feedback pages.

    Another grader may work on the same course meanwhile: what it has judged is left alone.

    Args:
        course: the course.
        assignment: the assignment.
        chosen: students to grade; unusable names and submissions that have not changed are skipped.
        jobs: submissions judged at the same time, in processes of this machine.
        workers: a cluster to judge them on instead, see `grader.batch.cluster`.
        force: also judge unchanged submissions.
        sandbox: disable only for trusted submissions.
        note: called with each note on the course.
        begun: called with the number of submissions to judge.
        done: called with each student whose submission is finished.

    Returns:
        The students whose submission was judged in this run.

    Raises:
        ClusterError: the workers cannot be reached, or cannot judge this course.
        CourseError: the assignment is not of this course, or the gradebook cannot be used.
        SandboxError: no sandbox can be made.
    """
    for line in prepare(course, assignment):
        note(line)
    pending = changed(course, assignment, chosen, force=force)
    begun(len(pending))
    if not pending:
        return []
    with workers or local(min(jobs, len(pending))) as client:
        return _judged(client, course, assignment, pending, (sandbox, force, version()), done)


def _judged(
    client: Client,
    course: Course,
    assignment: str,
    pending: Mapping[str, Fingerprint],
    order: tuple[bool, bool, str],
    done: Callable[[str], None],
) -> list[str]:
    judged, run = [], uuid.uuid4().hex  # two runs that share a scheduler must not share tasks
    futures = {
        client.submit(
            worker.take,
            *(str(course.root), assignment, student, known, *order),
            key=f"grade-{student}-{run}",
            pure=False,
            retries=RETRIES,
        ): student
        for student, known in pending.items()
    }
    for future in as_completed(futures):
        if _finished(course, assignment, futures[future], future):
            judged.append(futures[future])
        done(futures[future])
    return judged


def _finished(course: Course, assignment: str, student: str, future: Future) -> bool:
    """Whether a task judged its submission; a failed one is recorded as an internal error.

    Raises:
        GraderError: the error would affect the other submissions too.
    """
    url = course.database
    try:
        return bool(future.result())
    except GraderError:
        raise
    except CancelledError:
        remedy = "Run the same command again to continue."
        raise ClusterError("cluster", "the connection to the scheduler was lost", remedy) from None
    except SQLAlchemyError as error:
        raise unusable(url, error) from None
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and str(error.name).startswith("grader"):
            what = "a worker joined that does not have this package"
            raise ClusterError("cluster", what, "Install it there, then run the same command.") from None
        from grader.pipeline.attempt import fail

        with database_errors(url):
            reason = f"the grader itself failed ({type(error).__name__}: {error})"
            fail(course, assignment, student, reason, Status.INTERNAL_ERROR)
        return True
