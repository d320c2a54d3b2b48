"""The exporter of feedback pages that knows the course's own rule for late work; set in nbgrader_config.py."""

from collections.abc import Mapping

from grader.course import Course
from grader.late.course_penalties import CoursePenalties, read_penalties
from grader.marks import Marks
from grader.pages.feedback_page import Late
from grader.pipeline import feedback_exporter


class FeedbackExporter(feedback_exporter.FeedbackExporter):
    """Makes nbgrader's generate_feedback write the same page as `grader report`."""

    def late(
        self, course: Course, assignment: str, student: str, notebook: str, known: Mapping[str, Marks]
    ) -> Late | None:
        """Return what lateness costs the submission by the course's rule, None where it sets none.

        Raises:
            CourseError: settings or extensions cannot be used.
        """
        return late_of(read_penalties(course, assignment, student=student), student, notebook, known)


def late_of(penalties: CoursePenalties | None, student: str, notebook: str, known: Mapping[str, Marks]) -> Late | None:
    """Return what the page of one notebook says of lateness.

    Args:
        penalties: what lateness costs the class, None where the course sets no rule.
        student: whose notebook.
        notebook: its name.
        known: the marks of all notebooks of the student's submission, by name.
    """
    if penalties is None:
        return None
    elsewhere = tuple(known[name] for name in sorted(known) if name != notebook)
    return Late(penalties.of(student), elsewhere)
