"""One submission graded by nbgrader's own steps, in this process, from its folder to its result on disk."""

import contextlib
import dataclasses
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import OperationalError, SAWarning

from grader import results
from grader.course import Course
from grader.errors import AnswerError, CourseError, GraderError, GradingFailed, LimitReached, UnreadableSubmission
from grader.intake.fingerprint import Fingerprint, fingerprint
from grader.intake.submissions import staged
from grader.marks import Marks
from grader.notebooks import automatic_tasks, read_notebook
from grader.pages.feedback_page import handout, sources_of, unjudged_html
from grader.pipeline.converters import autograde, generate_feedback
from grader.pipeline.migration import complete
from grader.pipeline.notebook_marks import read_marks
from grader.pipeline.schemas import checked_once
from grader.pipeline.shared_engine import shared
from grader.process import limited
from grader.process.load import OVERLOADED
from grader.results import Status, SubmissionResult
from grader.storage import atomic
from grader.storage.result_files import save

TRIES = 2  # for errors that the submission did not cause


def grade_one(root: str, assignment: str, student: str, sandbox: bool = True, known: Fingerprint | None = None) -> None:
    """Run nbgrader's autograde and feedback for one submission, in this process; the result is on disk.

    An error that the submission did not cause is retried once; if it recurs, the status says so.

    Raises:
        SandboxError: no sandbox can be made here.
        CourseError: the gradebook cannot be used.
    """
    warnings.filterwarnings("ignore", category=SAWarning)  # nbgrader's own, about its models
    course = Course(Path(root)).sandboxed(sandbox)
    known = known or fingerprint(course, assignment, student)
    with shared(), checked_once():
        for _ in range(TRIES):
            if _attempt(course, assignment, student, known) is not Status.INTERNAL_ERROR:
                break


def _attempt(course: Course, assignment: str, student: str, known: Fingerprint) -> Status:
    reset(course, assignment, student)
    try:
        _autograde(course, assignment, student, known)
    except UnreadableSubmission as error:
        return fail(course, assignment, student, error.what, inputs=known.inputs)
    except GradingFailed as error:
        return fail(course, assignment, student, error.what, Status.INTERNAL_ERROR)
    try:
        with _nbgrader_errors(student):
            generate_feedback(course, assignment, student)
    except GradingFailed as error:
        reason = f"its feedback page could not be made: {error.what}"
        result = dataclasses.replace(_result(course, assignment, student), reason=reason, inputs="")
        save(course, dataclasses.replace(result, status=Status.INTERNAL_ERROR))
    return _result(course, assignment, student).status


def overrun(course: Course, assignment: str, student: str, error: LimitReached, known: Fingerprint) -> None:
    """Record that grading exceeded a limit: earlier results are kept, and a person has to review them.

    On an overloaded machine the result is not current, so that the next run tries again.
    """
    path = course.result_file(assignment, student)
    inputs = "" if OVERLOADED in error.what else known.inputs
    if path.is_file():
        result = results.from_json(path.read_text(encoding="utf-8"))
        reason = "; ".join(filter(None, (result.reason, error.what)))
        result = dataclasses.replace(result, status=Status.NEEDS_ATTENTION, reason=reason, inputs=inputs)
        _write_plain_page(course, result)
        save(course, result)
    else:
        fail(course, assignment, student, error.what, inputs=inputs)


def _autograde(course: Course, assignment: str, student: str, known: Fingerprint) -> None:
    with staged(course, assignment, student, known.content) as prepared, _nbgrader_errors(student):
        autograde(prepared.changed(SaveResults={"inputs": known.inputs}), assignment, student)


@contextlib.contextmanager
def _nbgrader_errors(student: str) -> Iterator[None]:
    """Convert errors in nbgrader's steps to errors of this package.

    Raises:
        GraderError: one of this package's own, as it is.
        MemoryError: memory ran out.
        CourseError: the gradebook cannot be used, whatever the submission.
        GradingFailed: any other error.
    """
    try:
        yield
    except GraderError as error:
        if isinstance(error, AnswerError):
            raise GradingFailed(student, f"nbgrader could not process it ({error})") from error
        raise
    except OperationalError as error:
        what = f"it cannot be used ({str(error).splitlines()[0][:300]})"
        raise CourseError("gradebook", what, "Run the same command again once it can be used.") from error
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
        if limited.out_of_memory(text):
            raise MemoryError from error
        raise GradingFailed(student, f"nbgrader could not process it ({text.splitlines()[0][:300]})") from error


def _result(course: Course, assignment: str, student: str) -> SubmissionResult:
    """Return the result that the steps left on disk; where nbgrader's own in-cell tests judge they leave none."""
    path = course.result_file(assignment, student)
    if not path.is_file():
        return SubmissionResult(assignment, Status.GRADED, 0.0, 0.0, student=student)
    return results.from_json(path.read_text(encoding="utf-8"))


def reset(course: Course, assignment: str, student: str) -> None:
    """Remove an earlier run's scores of a submission; manual marks and comments are kept for review."""
    course.result_file(assignment, student).unlink(missing_ok=True)
    with Gradebook(course.database) as gradebook, contextlib.suppress(MissingEntry):
        submission = gradebook.find_submission(assignment, student)
        submission.timestamp = None  # nbgrader keeps an old one that was removed
        complete(gradebook, submission)  # of a release that was made while it was being entered
        for notebook in submission.notebooks:
            notebook.late_submission_penalty = None
            for grade in notebook.grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
        gradebook.db.commit()


def fail(
    course: Course,
    assignment: str,
    student: str,
    reason: str,
    status: Status = Status.NEEDS_ATTENTION,
    inputs: str = "",
) -> Status:
    """Record that a submission was not judged, and remove its earlier scores and pages."""
    reset(course, assignment, student)
    with Gradebook(course.database) as gradebook:
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(assignment, student)
    hidden = course.hidden(assignment) is not None
    tasks = automatic_tasks(read_notebook(course.notebook(assignment, "release"))) if hidden else {}
    result = SubmissionResult(
        assignment, status, 0.0, sum(tasks.values()), reason=reason, student=student, inputs=inputs
    )
    _replace_pages(course, result)
    save(course, result)
    return status


def _replace_pages(course: Course, result: SubmissionResult) -> None:
    for step in ("autograded", "feedback"):
        shutil.rmtree(course.folder(step, result.student, result.assignment), ignore_errors=True)
    _write_plain_page(course, result)


def _write_plain_page(course: Course, result: SubmissionResult) -> None:
    """Write a page without the student's notebook on it."""
    feedback = course.folder("feedback", result.student, result.assignment)
    with contextlib.suppress(OSError):  # the page is optional: the report says the same
        marks = read_marks(course.database, result.assignment, result.student)
        for notebook in course.notebooks(result.assignment):
            known = marks.get((result.student, notebook.stem), Marks())
            released = handout(course, result.assignment, notebook.stem)
            page = unjudged_html(sources_of(course, result.assignment, result, known, released))
            atomic.write_text(feedback / f"{notebook.stem}.html", page)
