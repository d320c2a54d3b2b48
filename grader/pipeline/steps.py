"""The nbgrader preprocessors that grade: repair, execute and judge; wired up in nbgrader_config.py."""

import os
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.course import Course
from grader.intake import figures
from grader.judging.notebook import Handout, judged, repaired, running, warm_up
from grader.limits import Limits
from grader.pages.student_text import sanitize_texts
from grader.process import limited
from grader.process.call import Preparation
from grader.results import SubmissionResult

Step = tuple[NotebookNode, ResourcesDict]


class Repair(NbGraderPreprocessor):
    """Repair a submission, sanitize its texts, and remove its earlier result."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Step:
        """Repair the notebook in place; the repairs go into the record that it carries."""
        course, here = course_of(self), resources["nbgrader"]
        course.result_file(here["assignment"], here["student"]).unlink(missing_ok=True)
        given = Handout.of(course, here["assignment"], here["notebook"]).notebook
        seconds = Limits.of(course.config).submission_seconds
        return limited.run("it was repaired", _repaired, nb, given, seconds=seconds), resources


def _repaired(nb: NotebookNode, given: NotebookNode | None) -> NotebookNode:
    cells = list(nb.cells)
    record = repaired(nb, given)
    record.notes += figures.keep(cells, nb) + sanitize_texts(nb, given)
    record.put(nb)
    return nb


class ExecuteAndJudge(Limits, NbGraderPreprocessor):
    """Run the notebook in its sandbox, then run the hidden tests against its kernel."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Step:
        """Execute in place; the result goes into the resources, beside the notebook."""
        course = course_of(self)
        place, folder = dict(resources["nbgrader"]), Path(resources["metadata"]["path"])
        seconds = Limits.of(course.config).submission_seconds
        arguments = (course, place, folder, nb)
        kernels = [Preparation(warm_up, (course, place["assignment"]), each=True)]
        nb, result = limited.run("its cells ran", _executed, *arguments, seconds=seconds, prepared=kernels)
        if result is not None:
            resources["grader_result"] = result
        return nb, resources


def _executed(
    course: Course, place: dict[str, Any], folder: Path, nb: NotebookNode
) -> tuple[NotebookNode, SubmissionResult | None]:
    """Return the notebook with its outputs, and what its hidden tests found where it has some."""
    handout = Handout.of(course, place["assignment"], place["notebook"])
    with running(course, handout, nb, folder, figures.held(nb)) as submission:
        if course.hidden(place["assignment"]) is None:
            return nb, None
        result = judged(course, place["assignment"], handout, nb, submission, place["student"])
        limited.announce("its result was saved")
    return nb, result


def course_of(step: NbGraderPreprocessor) -> Course:
    """Return the course that a step works for, with the settings that the step has."""
    root = Path(step.config.CourseDirectory.get("root") or os.getcwd())
    return Course(root, step.config)
