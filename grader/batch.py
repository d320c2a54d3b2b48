"""A class at a time: each submission is one Dask task, in a process of its own, and none can stop another."""

import dataclasses
import glob
import tempfile
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import dask
from distributed import Client, LocalCluster, as_completed
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import SAWarning

from grader import links, results
from grader.course import Course, automatic_tasks, read_notebook
from grader.deadline import due_date
from grader.errors import SandboxError, UnreadableSubmission
from grader.folders import misnamed
from grader.intake import digest, is_current, staged
from grader.release import generate
from grader.results import Status, SubmissionResult
from grader.steps import save

QUIET = {"distributed.worker.daemon": False, "logging.distributed": "critical"}


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
        dask.config.set(QUIET),
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
            fail(course, assignment, student, f"the grader itself failed ({type(error).__name__}: {error})")
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


def grade_one(root: str, assignment: str, student: str, sandbox: bool = True) -> None:
    """Run nbgrader's autograde and feedback for one submission, in this process; the result is on disk.

    Raises:
        SandboxError: no sandbox can be made here.
    """
    warnings.filterwarnings("ignore", category=SAWarning)  # nbgrader's own, about its models
    course = Course(Path(root))
    if not sandbox:
        course.config.SandboxProvisioner.enabled = False
    inputs = digest(course, assignment, student)
    course.result_file(assignment, student).unlink(missing_ok=True)
    reason = None
    try:
        with staged(course, assignment, student) as prepared:
            links.note(assignment, student, [str(course.root / "submitted" / student / assignment)])
            outcome = prepared.api().autograde(assignment, glob.escape(student), force=True, create=True)
            if not outcome["success"]:
                reason = _last_words(outcome)
    except UnreadableSubmission as error:
        reason = error.what
    if reason is not None:
        fail(course, assignment, student, reason)
    else:
        course.api().generate_feedback(assignment, glob.escape(student), force=True)
    path = course.result_file(assignment, student)
    if path.is_file():
        result = results.from_json(path.read_text(encoding="utf-8"))
        save(course, dataclasses.replace(result, inputs=inputs))


def _last_words(outcome: dict[str, str]) -> str:
    """The line of nbgrader's log that says what went wrong.

    Raises:
        SandboxError: that there is no sandbox is what went wrong.
    """
    said = "\n".join(filter(None, (outcome.get("log"), outcome.get("error")))).splitlines()
    telling = [line.strip() for line in said if ("Error" in line or "Unreadable" in line) and ": " in line]
    last = telling[-1] if telling else "no reason given"
    for line in telling:
        if "SandboxError" in line:
            raise SandboxError("sandbox", line.split("SandboxError: ", 1)[-1])
    return f"nbgrader could not process it ({last[:300]})"


def fail(course: Course, assignment: str, student: str, reason: str) -> None:
    """Record that a person has to look at a submission: no old score stays under it, and none is made up."""
    hidden = course.hidden(assignment) is not None
    tasks = automatic_tasks(read_notebook(course.notebook(assignment, "release"))) if hidden else {}
    with Gradebook(course.directory(assignment).db_url) as gradebook:
        gradebook.update_or_create_student(student)
        submission = gradebook.update_or_create_submission(assignment, student)
        for notebook in submission.notebooks:
            for grade_ in notebook.grades:
                grade_.auto_score = None
                grade_.needs_manual_grade = True
        gradebook.db.commit()
    best = sum(tasks.values())
    save(course, SubmissionResult(assignment, Status.NEEDS_ATTENTION, 0.0, best, reason=reason, student=student))
