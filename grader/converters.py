"""nbgrader's converters for one submission, found by its student's name and not by the pattern that a name may be."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.utils import capture_log, temp_attrs
from traitlets.config import Config

from grader.course import Course

Outcome = dict[str, Any]  # nbgrader's: `success`, and where there is none `log` or `error`


class ByName(BaseConverter):
    """Looks for notebooks in a student's folder as it is called: "[x]ada" is nobody but [x]ada."""

    def init_notebooks(self) -> None:
        """Find the notebooks to convert.

        Raises:
            NbGraderException: there are none.
        """
        folder = Path(self._format_source(self.coursedir.assignment_id, self.coursedir.student_id))
        self.notebooks: list[str] = []
        self.assignments = {str(folder): sorted(map(str, folder.glob("*.ipynb")))}
        if not self.assignments[str(folder)]:
            raise NbGraderException(f"there is no notebook in {folder}")


class AutogradeOne(ByName, Autograde):
    """nbgrader's autograde, for one submission."""


class GenerateFeedbackOne(ByName, GenerateFeedback):
    """nbgrader's generate_feedback, for one submission: its pages alone, none of the files that were handed in."""

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Make the folder for the pages."""
        Path(self._format_dest(assignment_id, student_id)).mkdir(parents=True, exist_ok=True)


def autograde(course: Course, assignment: str, student: str) -> Outcome:
    """Have nbgrader's steps grade one submission; the student is entered into the gradebook where they are not."""
    return _convert(AutogradeOne, course, assignment, student, Config(AutogradeOne={"create_student": True}))


def generate_feedback(course: Course, assignment: str, student: str) -> Outcome:
    """Have nbgrader write the feedback page of one submission."""
    return _convert(
        GenerateFeedbackOne, course, assignment, student, Config(HTMLExporter={"template_name": "feedback"})
    )


def _convert(converter: Callable[..., Any], course: Course, assignment: str, student: str, config: Config) -> Outcome:
    api = course.api()
    with temp_attrs(api.coursedir, assignment_id=assignment, student_id=student):
        app = converter(coursedir=api.coursedir, parent=api)
        app.update_config(config)
        app.force = True
        outcome: Outcome = capture_log(app)
    return outcome
