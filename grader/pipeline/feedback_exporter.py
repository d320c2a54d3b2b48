"""The exporter by which nbgrader's generate_feedback writes this package's feedback page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import Exporter, ResourcesDict
from nbformat import NotebookNode
from traitlets import Unicode

from grader.course import Course
from grader.marks import Marks
from grader.pages.feedback_page import Late, Sources, handout, result_of, sources_of, written
from grader.pipeline.notebook_marks import read_marks


class FeedbackExporter(Exporter):
    """Makes nbgrader's generate_feedback write this package's page."""

    file_extension = Unicode(".html").tag(config=True)
    output_mimetype = "text/html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any | None = None, **kw: Any
    ) -> tuple[str, ResourcesDict]:
        """Render the page of a notebook that nbgrader has graded, or of any other without results.

        Raises:
            CourseError: the gradebook cannot be read.
            ValueError: the result of the submission cannot be read.
        """
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        here = resources.get("nbgrader")
        if not here:
            return written(nb, Sources("notebook")), resources
        course = Course(Path(self.config.CourseDirectory.get("root") or Path.cwd()))
        assignment, student, notebook = here["assignment"], here["student"], here["notebook"]
        known = {name: marks for (_, name), marks in read_marks(here["db_url"], assignment, student).items()}
        marks, late = known.get(notebook, Marks()), self.late(course, assignment, student, notebook, known)
        result, released = result_of(course, assignment, student), handout(course, assignment, notebook)
        return written(nb, sources_of(course, assignment, result, marks, released, late)), resources

    def late(
        self, course: Course, assignment: str, student: str, notebook: str, known: Mapping[str, Marks]
    ) -> Late | None:
        """Return what lateness costs by the course's own rule, None where nbgrader's own penalty holds.

        It is the rooms above that know such rules; see `grader.late.feedback_exporter`.
        """
        return None
