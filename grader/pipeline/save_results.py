"""The nbgrader preprocessor that saves what grading found: scores, results, and what the notebook shows of them."""

import dataclasses

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.preprocessors import SaveAutoGrades
from traitlets import Unicode
from traitlets.config import Config

from grader.intake import figures
from grader.notebooks import is_grade, is_solution, is_task
from grader.pages import feedback
from grader.pages.feedback_cells import HEAD
from grader.pipeline.shared_engine import one_transaction
from grader.pipeline.steps import Step, course_of
from grader.record import KEY, Record
from grader.repair.written_answers import COMMENT
from grader.result_text import task_text
from grader.results import Status, SubmissionResult
from grader.storage.result_files import save


class SaveResults(SaveAutoGrades):
    """Write scores into the gradebook from the result beside the notebook, never from a cell's output."""

    inputs = Unicode(help="A digest of all that the result depends on; empty where it is not known.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Step:
        """Save the scores, show each task's result below its grade cell, and write the result file."""
        self.result: SubmissionResult | None = resources.get("grader_result")
        figures.show(nb, _training_steps(self.config, resources["nbgrader"]["assignment"]))
        for cell in nb.cells:
            cell.metadata.pop("grader", None)  # only the grader may set it
        self.by_hand = Record.of(nb).by_hand
        with one_transaction(resources["nbgrader"]["db_url"]):
            nb, resources = super().preprocess(nb, resources)
        nb.metadata.pop(KEY, None)
        if self.result is not None:
            head = new_markdown_cell(feedback.submission_html(self.result), id=HEAD)
            nb.cells.insert(0, head)
            inputs = "" if self.result.status is Status.INTERNAL_ERROR else self.inputs  # then the next run tries again
            save(course_of(self), dataclasses.replace(self.result, inputs=inputs))
        return nb, resources

    def preprocess_cell(self, cell: NotebookNode, resources: ResourcesDict, cell_index: int) -> Step:
        """Save the score of a cell; what was given to an earlier version is noted in it, for the feedback page."""
        if kept := self._given_before(cell):
            cell.metadata["grader"] = kept
        step: Step = super().preprocess_cell(cell, resources, cell_index)
        return step

    def _given_before(self, cell: NotebookNode) -> dict[str, float | str]:
        """Return the points, extra credit and comment that people gave at a cell."""
        kept: dict[str, float | str | None] = {}
        where = (
            cell.metadata.get("nbgrader", {}).get("grade_id"),
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        if is_grade(cell) or is_task(cell):
            grade = self.gradebook.find_grade(*where)
            kept |= {"kept": grade.manual_score, "kept extra": grade.extra_credit or None}
        if is_solution(cell) or is_task(cell):
            kept["kept comment"] = self.gradebook.find_comment(*where).manual_comment or None
        return {kind: value for kind, value in kept.items() if value is not None}

    def _add_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        tasks = {task.id: task for task in self.result.tasks} if self.result else {}
        task = tasks.get(cell.metadata["nbgrader"]["grade_id"])
        if task is None:
            super()._add_score(cell, resources)
            self._leave_to_a_person(cell.metadata["nbgrader"]["grade_id"])
            return
        grade = self.gradebook.find_grade(task.id, self.notebook_id, self.assignment_id, self.student_id)
        grade.auto_score = task.points
        grade.needs_manual_grade = bool(task.unjudged) or grade.manual_score is not None
        self.gradebook.db.commit()
        data = {"text/html": feedback.task_html(task), "text/plain": task_text(task)}
        cell.outputs.insert(0, new_output("display_data", data=data, metadata={"grader": {"results": True}}))

    def _add_comment(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._add_comment(cell, resources)
        name = cell.metadata["nbgrader"]["grade_id"]
        if name in self.by_hand:
            comment = self.gradebook.find_comment(name, self.notebook_id, self.assignment_id, self.student_id)
            comment.auto_comment = COMMENT  # in place of nbgrader's "No response."
            self.gradebook.db.commit()

    def _leave_to_a_person(self, name: str) -> None:
        """Take back the 0 that nbgrader gives to an untouched cell whose answer may stand elsewhere."""
        if name in self.by_hand:
            grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
            grade.auto_score, grade.needs_manual_grade = None, True
            self.gradebook.db.commit()


def _training_steps(config: Config, assignment: str) -> str | None:
    """How many steps an assignment trains while it is graded: the environment variable that is named after it."""
    environment: dict[str, str] = dict(config.SandboxProvisioner.get("environment", {}))
    return environment.get(f"{assignment.upper()}_TRAINING_STEPS")
