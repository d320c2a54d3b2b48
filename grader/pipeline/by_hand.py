"""Marks given by a person in the gradebook, as the formgrader gives them."""

from nbgrader.api import Gradebook

from grader.course import Course


def mark(course: Course, assignment: str, student: str, task: str, points: float, comment: str = "") -> None:
    """Give the points of one task of one student by hand, with a comment.

    Raises:
        MissingEntry: the gradebook has no such student, assignment or task.
    """
    with Gradebook(course.database) as gradebook:
        notebook = course.notebook(assignment).stem
        grade = gradebook.find_grade(task, notebook, assignment, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.find_comment(task, notebook, assignment, student).manual_comment = comment or None
        gradebook.db.commit()
