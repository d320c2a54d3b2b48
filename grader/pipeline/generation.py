"""From master to release and solution by nbgrader's own converters, in a copy of a course; and into the gradebook."""

from collections.abc import Sequence
from pathlib import Path

from nbgrader.api import Gradebook

from grader.course import Course
from grader.errors import ReleaseError
from grader.form import script as form
from grader.pipeline.converters import generate_assignment, generate_solution
from grader.pipeline.gradebook import database_errors
from grader.pipeline.gradebook_setup import finish
from grader.pipeline.migration import migrate
from grader.storage import promotion


def generate(course: Course, assignment: str, solution: bool = True) -> None:
    """Run nbgrader's own generate_assignment in a copy of a course, and generate_solution if asked to.

    Beside the notebooks comes the script with which students check the form of their file.

    Raises:
        ReleaseError: nbgrader cannot make the release or the solution of the master.
    """
    try:
        generate_assignment(course, assignment)
        form.write(course.root / "release" / assignment, assignment)
        if solution:
            generate_solution(course, assignment)
    except (Exception, SystemExit) as error:
        raise ReleaseError(assignment, "nbgrader could not generate it", _reason(error)) from error


def _reason(error: BaseException) -> str:
    """Return an error's message; nbgrader re-raises some with a less informative one."""
    while isinstance(error.__context__, type(error)):
        error = error.__context__
    return str(error) or type(error).__name__


def publish(course: Course, trial: Course, assignment: str, parts: Sequence[Path]) -> list[str]:
    """Enter the assignment into the course's gradebook as a trial has it, then put parts of the trial in their places.

    Returns:
        What changed in the gradebook for submissions made before, a line each.

    Raises:
        ReleaseError: marks that people gave would be lost; nothing has been changed.
        CourseError: the gradebook cannot be used.
    """
    name = str(course.config.get("CourseDirectory", {}).get("course_id", ""))
    with promotion.drafts(parts, trial.root, course.root) as drafts:
        with database_errors(course.database):
            finish(course.database)
            with Gradebook(trial.database, name) as fresh, Gradebook(course.database, name) as gradebook:
                changes = migrate(fresh, gradebook, assignment)
        for draft, place in drafts.items():
            promotion.put(draft, place)
    return changes
