"""One submission graded by nbgrader's own steps, in this process, from its folder to its result on disk."""

import contextlib
import dataclasses
import shutil
import warnings
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy.exc import SAWarning

from grader import limited, links, results
from grader.converters import autograde, generate_feedback
from grader.course import Course, automatic_tasks, read_notebook
from grader.errors import CourseError, GradingFailed, LimitReached, SandboxError, UnreadableSubmission
from grader.feedback_page import handout, sources_of, unjudged_html
from grader.intake import digest, place, staged
from grader.load import OVERLOADED
from grader.marks import Marks, read_marks
from grader.migration import complete
from grader.result_files import save
from grader.results import Status, SubmissionResult

TRIES = 2  # of what goes wrong by our own fault


def grade_one(root: str, assignment: str, student: str, sandbox: bool = True) -> None:
    """Run nbgrader's autograde and feedback for one submission, in this process; the result is on disk.

    What fails by our own fault is tried once more; should it fail again, the status says so.

    Raises:
        SandboxError: no sandbox can be made here.
        CourseError: the gradebook cannot be used.
    """
    warnings.filterwarnings("ignore", category=SAWarning)  # nbgrader's own, about its models
    course = Course(Path(root))
    if not sandbox:
        course.config.SandboxProvisioner.enabled = False
    inputs = digest(course, assignment, student)
    for _ in range(TRIES):
        result = _attempt(course, assignment, student)
        if result.status is not Status.INTERNAL_ERROR:
            break
    if result.status is not Status.INTERNAL_ERROR and course.result_file(assignment, student).is_file():
        save(course, dataclasses.replace(result, inputs=inputs))


def _attempt(course: Course, assignment: str, student: str) -> SubmissionResult:
    forget(course, assignment, student)
    try:
        _autograde(course, assignment, student)
    except UnreadableSubmission as error:
        return fail(course, assignment, student, error.what)
    except GradingFailed as error:
        return fail(course, assignment, student, error.what, Status.INTERNAL_ERROR)
    result = _result(course, assignment, student)
    outcome = generate_feedback(course, assignment, student)
    if not outcome["success"]:
        reason = f"its feedback page could not be made: {_last_words(outcome)}"
        result = dataclasses.replace(result, status=Status.INTERNAL_ERROR, reason=reason)
        save(course, result)
    return result


def overrun(course: Course, assignment: str, student: str, error: LimitReached) -> None:
    """Record that grading took too much: what was found before that holds, and a person has to look.

    On an overloaded machine the result is not current, so that the next run tries again.
    """
    path = course.result_file(assignment, student)
    if path.is_file():
        result = results.from_json(path.read_text(encoding="utf-8"))
        reason = "; ".join(filter(None, (result.reason, error.what)))
        result = dataclasses.replace(result, status=Status.NEEDS_ATTENTION, reason=reason)
        _write_plain_page(course, result)
    else:
        result = fail(course, assignment, student, error.what)
    inputs = "" if OVERLOADED in error.what else digest(course, assignment, student)
    save(course, dataclasses.replace(result, inputs=inputs))


def _autograde(course: Course, assignment: str, student: str) -> None:
    with staged(course, assignment, student) as prepared:
        links.note(assignment, student, [str(place(course, assignment, student).path)])
        outcome = autograde(prepared, assignment, student)
        if not outcome["success"]:
            raise GradingFailed(student, _last_words(outcome))


def _result(course: Course, assignment: str, student: str) -> SubmissionResult:
    """The result that the steps left on disk; where nbgrader's own in-cell tests judge they leave none."""
    path = course.result_file(assignment, student)
    if not path.is_file():
        return SubmissionResult(assignment, Status.GRADED, 0.0, 0.0, student=student)
    return results.from_json(path.read_text(encoding="utf-8"))


def _last_words(outcome: dict[str, str]) -> str:
    """The line of nbgrader's log that says what went wrong.

    Raises:
        MemoryError: there was none left.
        SandboxError: that there is no sandbox is what went wrong.
        CourseError: the gradebook is: that is no fault of the submission.
    """
    said = "\n".join(filter(None, (outcome.get("log"), outcome.get("error")))).splitlines()
    telling = [line.strip() for line in said if ("Error" in line or "Unreadable" in line) and ": " in line]
    last = telling[-1] if telling else "no reason given"
    if any(limited.out_of_memory(line) for line in said):
        raise MemoryError
    for line in telling:
        if "SandboxError" in line:
            raise SandboxError("sandbox", line.split("SandboxError: ", 1)[-1])
        if "GradingFailed: " in line:
            return line.split("GradingFailed: ", 1)[-1]
        if line.startswith("sqlalchemy.exc.OperationalError: "):
            what = f"it cannot be used ({line.split(': ', 1)[-1][:300]})"
            raise CourseError("gradebook", what, "The same command carries on as soon as it can be.")
    return f"nbgrader could not process it ({last[:300]})"


def forget(course: Course, assignment: str, student: str) -> None:
    """Take back what an earlier run said of a submission; what people have given and written is for another look."""
    course.result_file(assignment, student).unlink(missing_ok=True)
    with Gradebook(course.directory(assignment).db_url) as gradebook, contextlib.suppress(MissingEntry):
        submission = gradebook.find_submission(assignment, student)
        submission.timestamp = None  # nbgrader keeps an old one where there is none any more
        complete(gradebook, submission)  # of a release that was made while it was being entered
        for notebook in submission.notebooks:
            notebook.late_submission_penalty = None
            for grade in notebook.grades:
                grade.auto_score = None
                grade.needs_manual_grade = True
        gradebook.db.commit()


def fail(
    course: Course, assignment: str, student: str, reason: str, status: Status = Status.NEEDS_ATTENTION
) -> SubmissionResult:
    """Record that a submission has not been judged: no old score or page stays under it, and no score is made up."""
    forget(course, assignment, student)
    with Gradebook(course.directory(assignment).db_url) as gradebook:
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(assignment, student)
    hidden = course.hidden(assignment) is not None
    tasks = automatic_tasks(read_notebook(course.notebook(assignment, "release"))) if hidden else {}
    result = SubmissionResult(assignment, status, 0.0, sum(tasks.values()), reason=reason, student=student)
    _replace_pages(course, result)
    save(course, result)
    return result


def _replace_pages(course: Course, result: SubmissionResult) -> None:
    place = course.directory(result.assignment)
    for room in (place.autograded_directory, place.feedback_directory):
        shutil.rmtree(place.format_path(room, result.student, result.assignment), ignore_errors=True)
    _write_plain_page(course, result)


def _write_plain_page(course: Course, result: SubmissionResult) -> None:
    """Write a page without the student's notebook on it."""
    place = course.directory(result.assignment)
    feedback = Path(place.format_path(place.feedback_directory, result.student, result.assignment))
    with contextlib.suppress(OSError):  # the page is a courtesy: what it says stands in the report
        feedback.mkdir(parents=True, exist_ok=True)
        marks = read_marks(place.db_url, result.assignment, result.student)
        for notebook in course.notebooks(result.assignment):
            known = marks.get((result.student, notebook.stem), Marks())
            released = handout(course, result.assignment, notebook.stem)
            page = unjudged_html(sources_of(course, result.assignment, result, known, released))
            (feedback / f"{notebook.stem}.html").write_text(page, encoding="utf-8")
