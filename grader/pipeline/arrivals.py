"""What nbgrader's gradebook knows of times: due dates, arrivals and extensions of all assignments."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment
from sqlalchemy.engine import URL, make_url

from grader.pipeline.gradebook import database_errors

Key = tuple[str, str]  # student and assignment


@dataclass(frozen=True, slots=True)
class Entered:
    """One submission: when it arrived, naive UTC, None if that is not known, and nbgrader's own extension."""

    arrived: datetime | None
    extension: timedelta


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The times of a course; all empty where there is no gradebook yet.

    Attributes:
        students: the ids of all students.
        due: each assignment's due date, naive UTC, None where it has none.
        entered: each submission that was graded.
    """

    students: frozenset[str] = frozenset()
    due: dict[str, datetime | None] = field(default_factory=dict)
    entered: dict[Key, Entered] = field(default_factory=dict)


def read_arrivals(db_url: URL | str) -> Arrivals:
    """Read the times of all assignments.

    Raises:
        CourseError: there is a gradebook and it cannot be read.
    """
    with database_errors(db_url):
        url = make_url(db_url)
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
            return Arrivals()
        with Gradebook(url, course_id="") as gradebook:  # a course id would be added to the database
            submissions = gradebook.db.query(
                SubmittedAssignment.student_id,
                Assignment.name,
                SubmittedAssignment.timestamp,
                SubmittedAssignment.extension,
            ).join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            return Arrivals(
                frozenset(student for (student,) in gradebook.db.query(Student.id)),
                dict(gradebook.db.query(Assignment.name, Assignment.duedate).all()),
                {
                    (student, assignment): Entered(arrived, max(extension or timedelta(0), timedelta(0)))
                    for student, assignment, arrived, extension in submissions
                },
            )
