"""The table of ``nbgrader export`` by the course's own rule for late work; set in nbgrader_config.py."""

from typing import Any

from grader.course import Course
from grader.errors import CourseError
from grader.late.course_penalties import read_penalties
from grader.penalty import points_off
from grader.pipeline import export


class FinalGrades(export.FinalGrades):
    """Takes the same points off as `grader report`."""

    def penalties(self, course: Course, assignment: str) -> export.PointsOff:
        """Return what computes the points that lateness costs a submission; end where settings cannot be used."""
        try:
            found = read_penalties(course, assignment)
        except CourseError as error:  # nbgrader would show where it was raised
            raise SystemExit(f"Error: {error}") from error
        if found is None:
            return super().penalties(course, assignment)

        def off(submission: Any) -> float:
            penalty = found.of(submission.student.id)
            return points_off(penalty, float(submission.score), float(submission.assignment.max_score))

        return off
