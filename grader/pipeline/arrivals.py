"""What nbgrader's gradebook knows of times: due dates, arrivals and extensions of all assignments."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nbgrader.api import Assignment, Student, SubmittedAssignment
from sqlalchemy.engine import URL

from grader.pipeline.gradebook import reading

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
    with reading(db_url) as gradebook:
        if gradebook is None:
            return Arrivals()
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
