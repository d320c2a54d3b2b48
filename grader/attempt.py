"""One submission graded by nbgrader's own steps, in this process, from its folder to its result on disk."""

import dataclasses
import glob
import warnings
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning

from grader import links, results
from grader.course import Course, automatic_tasks, read_notebook
from grader.errors import CourseError, SandboxError, UnreadableSubmission
from grader.intake import digest, staged
from grader.results import Status, SubmissionResult
from grader.steps import save


def grade_one(root: str, assignment: str, student: str, sandbox: bool = True) -> None:
    """Run nbgrader's autograde and feedback for one submission, in this process; the result is on disk.

    Raises:
        SandboxError: no sandbox can be made here.
        CourseError: the gradebook cannot be used.
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
        CourseError: the gradebook is: that is no fault of the submission.
    """
    said = "\n".join(filter(None, (outcome.get("log"), outcome.get("error")))).splitlines()
    telling = [line.strip() for line in said if ("Error" in line or "Unreadable" in line) and ": " in line]
    last = telling[-1] if telling else "no reason given"
    for line in telling:
        if "SandboxError" in line:
            raise SandboxError("sandbox", line.split("SandboxError: ", 1)[-1])
        if line.startswith("sqlalchemy.exc.OperationalError: "):
            what = f"it cannot be used ({line.split(': ', 1)[-1][:300]})"
            raise CourseError("gradebook", what, "The same command carries on as soon as it can be.")
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
