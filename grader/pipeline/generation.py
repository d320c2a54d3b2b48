"""From master to release and solution by nbgrader's own converters, in a copy of a course; and into the gradebook."""

import re
from collections.abc import Sequence
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters import GenerateSolution

from grader.course import Course
from grader.errors import ReleaseError
from grader.pipeline.converters import api
from grader.pipeline.gradebook import database_errors
from grader.pipeline.gradebook_setup import finish
from grader.pipeline.migration import migrate
from grader.storage import promotion

ERROR = re.compile(r"^\s*[\w.]+(Error|Exception|Exit): (?P<said>.+)$")  # the line that ends a traceback
UNTELLING = ("above failures", "failed to validate")  # follows on an error that says what failed


def generate(course: Course, assignment: str, solution: bool = True) -> None:
    """Run nbgrader's own generate_assignment in a copy of a course, and generate_solution if asked to."""
    interface = api(course)
    done = interface.generate_assignment(assignment, force=True, create=True)
    if not done["success"]:
        raise ReleaseError(assignment, "nbgrader could not generate it", _reason(done["log"], done["error"]))
    if solution:
        interface.coursedir.assignment_id, interface.coursedir.student_id = assignment, "."
        converter = GenerateSolution(coursedir=interface.coursedir, parent=interface)
        converter.force = True
        converter.start()


def _reason(*texts: str | None) -> str:
    """Return what the last error in nbgrader's log said; where there is none, its last words."""
    lines = [line for text in texts for line in (text or "").splitlines() if line.strip()]
    said = [match["said"] for line in lines if (match := ERROR.match(line))]
    telling = [text for text in said if not any(words in text for words in UNTELLING)]
    return telling[-1] if telling else " ".join(lines[-3:])


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
