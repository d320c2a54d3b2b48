"""The table that ``nbgrader export`` writes, with a score only where it is final."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student, SubmittedAssignment
from nbgrader.plugins import ExportPlugin

from grader import results
from grader.course import Course
from grader.results import Status, SubmissionResult
from grader.text import defused

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)


PointsOff = Callable[[SubmittedAssignment], float]


class FinalGrades(ExportPlugin):
    """Writes nbgrader's own columns as CSV; set in nbgrader_config.py."""

    def export(self, gradebook: Gradebook) -> None:
        """Write a row for each student and assignment; scores that are not final yet are left empty, and counted."""
        target = Path(self.to or "grades.csv")
        course = Course(Path(self.config.CourseDirectory.get("root") or Path.cwd()))
        students, assignments = {str(name) for name in self.student}, {str(name) for name in self.assignment}
        taken_off = {each.name: self.penalties(course, each.name) for each in gradebook.assignments}
        rows = [
            _row(course, gradebook, assignment, student, taken_off[assignment.name])
            for assignment in gradebook.assignments
            if not assignments or assignment.name in assignments
            for student in gradebook.students
            if not students or student.id in students
        ]
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, quoting=csv.QUOTE_MINIMAL)
            writer.writeheader()
            writer.writerows(rows)
        self.log.info("Exported grades to %s", target)
        if pending := sum(row["score"] == "" for row in rows):
            self.log.warning("%s: %d scores are not final, and left empty. `grader report` says why.", target, pending)

    def penalties(self, course: Course, assignment: str) -> PointsOff:
        """Return what computes the points that lateness costs a submission.

        These are nbgrader's own; it is the rooms above that know other rules, see `grader.late.export`.
        """
        return lambda submission: float(submission.late_submission_penalty or 0)


def _row(
    course: Course, gradebook: Gradebook, assignment: Assignment, student: Student, off: PointsOff
) -> dict[str, Any]:
    """One line of the table; a student who handed in nothing has 0, as in nbgrader's own."""
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        waiting = (course.root / "submitted" / student.id / assignment.name).exists()
        timestamp, penalty, raw = None, None if waiting else 0.0, None if waiting else 0.0
    else:
        final = _is_final(course, submission)
        timestamp = submission.timestamp
        penalty = off(submission) if final else None
        raw = float(submission.score) if final else None
    values = {
        "assignment": assignment.name,
        "duedate": None if assignment.duedate is None else str(assignment.duedate),
        "timestamp": None if timestamp is None else str(timestamp),
        **{name: getattr(student, name) for name in ("last_name", "first_name", "email")},
        "student_id": student.id,
    }
    row: dict[str, Any] = {name: defused(value) for name, value in values.items()}
    numbers = {"raw_score": raw, "late_submission_penalty": penalty, "max_score": float(assignment.max_score)}
    total = None if raw is None or penalty is None else max(0.0, raw - penalty)
    return row | {name: "" if value is None else value for name, value in (numbers | {"score": total}).items()}


def _only_unjudged(result: SubmissionResult) -> bool:
    """Whether all that keeps a result from being final is a task that a person has to mark."""
    return result.status is Status.INTERNAL_ERROR and any(task.unjudged for task in result.tasks)


def _is_final(course: Course, submission: SubmittedAssignment) -> bool:
    """Whether each task has its points, and the submission needs no review."""
    path = course.result_file(submission.assignment.name, submission.student.id)
    if path.is_file():
        try:
            result = results.from_json(path.read_text(encoding="utf-8"))
            if result.status is not Status.GRADED and not _only_unjudged(result):
                return False
        except (ValueError, TypeError, OSError):
            return False
    # Tasks that could not be judged have `needs_manual_grade` until a person has marked them.
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    return all(
        grade.manual_score is not None or (grade.auto_score is not None and not grade.needs_manual_grade)
        for grade in grades
    )
