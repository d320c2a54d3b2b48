"""nbgrader's converters for one submission or master; an error in one of their steps is raised, not logged."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbgrader.apps import NbGraderAPI
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback, GenerateSolution
from nbgrader.converters.base import BaseConverter
from nbgrader.utils import temp_attrs
from traitlets.config import Config

from grader.course import Course
from grader.errors import GradingFailed
from grader.pipeline.shared_engine import one_transaction
from grader.storage import promotion


class OneFolder(BaseConverter):
    """Converts the notebooks in one folder, a student's or the master's; "[x]ada" is a name and no pattern."""

    def init_notebooks(self) -> None:
        """Find the notebooks to convert.

        Raises:
            GradingFailed: there are none.
        """
        folder = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        self.notebooks: list[str] = sorted(os.path.join(folder, path.name) for path in Path(folder).glob("*.ipynb"))
        if not self.notebooks:
            raise GradingFailed(folder, "there is no notebook in it")

    def convert_notebooks(self) -> None:
        """Convert them; where that fails, nothing half done stays, and the error of the step that failed is raised."""
        here = self.coursedir.assignment_id, self.coursedir.student_id
        try:
            self.init_destination(*here)
            self.run_pre_convert_hook()
            self.init_assignment(*here)
            for notebook in self.notebooks:
                self.convert_single_notebook(notebook)
            self.set_permissions(*here)
            self.run_post_convert_hook()
        except BaseException:
            with suppress(OSError):
                promotion.remove(Path(self._format_dest(*here)))
            raise


class AutogradeOne(OneFolder, Autograde):
    """nbgrader's autograde, for one submission."""

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Copy the files, and enter the student and the submission into the gradebook at once."""
        with one_transaction(self.coursedir.db_url):
            super().init_assignment(assignment_id, student_id)


class GenerateFeedbackOne(OneFolder, GenerateFeedback):
    """nbgrader's generate_feedback, for one submission: its pages alone, none of the files that were handed in."""

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Make the folder for the pages."""
        Path(self._format_dest(assignment_id, student_id)).mkdir(parents=True, exist_ok=True)


class GenerateAssignmentOne(OneFolder, GenerateAssignment):
    """nbgrader's generate_assignment, for one master."""


class GenerateSolutionOne(OneFolder, GenerateSolution):
    """nbgrader's generate_solution, for one master."""


def api(course: Course) -> NbGraderAPI:
    """Return the interface to a course that nbgrader itself has."""
    return NbGraderAPI(config=course.config)


def autograde(course: Course, assignment: str, student: str) -> None:
    """Have nbgrader's steps grade one submission; the student is entered into the gradebook where they are not.

    Raises:
        Exception: whatever the step raised that could not process it.
    """
    _convert(AutogradeOne, course, assignment, student, Config(AutogradeOne={"create_student": True}))


def generate_feedback(course: Course, assignment: str, student: str) -> None:
    """Have nbgrader write the feedback page of one submission.

    Raises:
        Exception: whatever kept the page from being written.
    """
    _convert(GenerateFeedbackOne, course, assignment, student, Config(HTMLExporter={"template_name": "feedback"}))


def generate_assignment(course: Course, assignment: str) -> None:
    """Have nbgrader make the release of a master, and enter the assignment into the gradebook.

    Raises:
        Exception: whatever kept the release from being made.
    """
    _convert(GenerateAssignmentOne, course, assignment, ".", Config(GenerateAssignmentOne={"create_assignment": True}))


def generate_solution(course: Course, assignment: str) -> None:
    """Have nbgrader make the solution of a master.

    Raises:
        Exception: whatever kept the solution from being made.
    """
    _convert(GenerateSolutionOne, course, assignment, ".", Config())


def _convert(converter: Any, course: Course, assignment: str, student: str, config: Config) -> None:
    interface = api(course)
    with temp_attrs(interface.coursedir, assignment_id=assignment, student_id=student):
        app = converter(coursedir=interface.coursedir, parent=interface)
        app.update_config(config)
        app.force = True
        app.start()
