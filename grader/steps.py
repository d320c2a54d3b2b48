"""The nbgrader preprocessors that grade: repair, execute and judge, save; wired up in nbgrader_config.py."""

import hmac
import os
from itertools import takewhile
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import is_solution
from traitlets import Integer
from traitlets.config import Config

from grader import feedback, links, results, sightings, student_figures, written_answers
from grader.course import Course, automatic_tasks, read_notebook
from grader.execute import ExecuteConfined
from grader.judge import judge
from grader.kernel import StudentKernel
from grader.load import OVERLOADED
from grader.repair import repair
from grader.results import Outcome, Status, SubmissionResult
from grader.student_text import settle_texts

Step = tuple[NotebookNode, ResourcesDict]


class Repair(NbGraderPreprocessor):
    """Give a submission back what grading needs, make its texts harmless, and forget what an earlier grading found."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Step:
        """Repair the notebook in place; the repairs, and those of `grader.staging`, go into its metadata."""
        course, here = _course(self), resources["nbgrader"]
        course.result_file(here["assignment"], here["student"]).unlink(missing_ok=True)
        released = course.root / "release" / here["assignment"] / f"{here['notebook']}.ipynb"
        notes = list(resources.get("grader_notes", ()))
        given = read_notebook(released) if released.is_file() else None
        cells, handed_in = list(nb.cells), [NotebookNode(cell) for cell in nb.cells]
        unsure: list[str] = []
        if given is not None:
            notes += repair(nb, given)
            unsure = written_answers.empty(nb, given)
            passages = written_answers.elsewhere(handed_in, given) if unsure else []
            unsure = unsure if passages else []
            notes += [written_answers.note(name, passages) for name in unsure]
        notes += student_figures.keep(cells, nb) + settle_texts(nb, given)
        nb.metadata["grader"] = {"notes": notes, "elsewhere": unsure}
        return nb, resources


class ExecuteAndJudge(ExecuteConfined):
    """Run the notebook in its sandbox, then put the hidden tests' questions to its kernel."""

    submission_seconds = Integer(300, help="Time that one submission may take in all, seconds.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict, km: Any = None) -> Step:
        """Execute in place; the result goes into the resources, beside the notebook."""
        course, here = _course(self), resources["nbgrader"]
        hidden = course.hidden(here["assignment"])
        tasks = automatic_tasks(nb) if hidden else {}
        folder = resources["metadata"]["path"]
        given = given_out(course, here["assignment"], f"{here['notebook']}.ipynb")
        with StudentKernel(folder, self.config, self.submission_seconds) as kernel:
            submission = self.run_cells(nb, resources, kernel, given)
            if hidden:
                found = judge(hidden, submission, tasks, content_key(nb, course.secret))
                resources["grader_result"] = to_result(here["assignment"], here["student"], found, nb, kernel)
        return nb, resources


def given_out(course: Course, assignment: str, name: str) -> list[str]:
    """The code that a released notebook begins with, up to the first place for an answer."""
    released = course.root / "release" / assignment / name
    cells = read_notebook(released).cells if released.is_file() else []
    return [cell.source for cell in takewhile(lambda cell: not is_solution(cell), cells) if cell.cell_type == "code"]


def content_key(nb: NotebookNode, secret: str) -> str:
    """What hidden inputs are drawn from: the notebook's code, so that a regrade repeats them, and the course's secret,
    so that nobody can draw them in advance.
    """
    code = "\0".join(cell.source for cell in nb.cells if cell.cell_type == "code")
    return hmac.new(secret.encode(), code.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def to_result(
    assignment: str,
    student: str,
    tasks: tuple[results.TaskResult, ...],
    nb: NotebookNode,
    kernel: StudentKernel,
) -> SubmissionResult:
    """The result of a submission from those of its tasks; whether and why a person has to look at it."""
    ours = [
        f"a hidden test of {task.id} failed to judge"
        for task in tasks
        if any(test.outcome is Outcome.INTERNAL for test in task.tests)
    ]
    reasons = list(ours)
    if kernel.starved:
        reasons.append(f"{OVERLOADED} ({kernel.starved}); grade it again")
    if kernel.spent:
        reasons.append("its time was used up before everything was judged")
    return SubmissionResult(
        assignment=assignment,
        student=student,
        status=Status.INTERNAL_ERROR if ours else Status.NEEDS_ATTENTION if reasons else Status.GRADED,
        score=sum(task.points for task in tasks),
        max=sum(task.max for task in tasks),
        tasks=tasks,
        reason="; ".join(reasons),
        notes=tuple(nb.metadata.get("grader", {}).get("notes", ())),
        seen=sightings.lines(kernel.noticed() + links.left_out(assignment, student)),
    )


class SaveResults(SaveAutoGrades):
    """Write scores into the gradebook from the result beside the notebook, never from a cell's output."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Step:
        """Save the scores, show each task's result below its grade cell, and write the result file."""
        self.result: SubmissionResult | None = resources.get("grader_result")
        self.elsewhere = set(nb.metadata.get("grader", {}).get("elsewhere", ()))
        nb, resources = super().preprocess(nb, resources)
        nb.metadata.pop("grader", None)
        student_figures.show(nb, _training_steps(self.config, resources["nbgrader"]["assignment"]))
        if self.result is not None:
            head = new_markdown_cell(feedback.submission_html(self.result), id="grader-result")
            nb.cells.insert(0, head)
            save(_course(self), self.result)
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        tasks = {task.id: task for task in self.result.tasks} if self.result else {}
        task = tasks.get(cell.metadata["nbgrader"]["grade_id"])
        if task is None:
            super()._add_score(cell, resources)
            self._leave_to_person(cell)
            return
        grade = self.gradebook.find_grade(task.id, self.notebook_id, self.assignment_id, self.student_id)
        unsure = any(test.outcome is Outcome.INTERNAL for test in task.tests)
        grade.auto_score = task.points
        grade.needs_manual_grade = unsure or grade.manual_score is not None
        self.gradebook.db.commit()
        data = {"text/html": feedback.task_html(task), "text/plain": feedback.task_text(task)}
        cell.outputs.insert(0, new_output("display_data", data=data))

    def _add_comment(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._add_comment(cell, resources)
        name = cell.metadata["nbgrader"]["grade_id"]
        if name in self.elsewhere:
            comment = self.gradebook.find_comment(name, self.notebook_id, self.assignment_id, self.student_id)
            comment.auto_comment = written_answers.COMMENT
            self.gradebook.db.commit()

    def _leave_to_person(self, cell: NotebookNode) -> None:
        """Take back nbgrader's 0 for an empty written answer where the answer may stand elsewhere."""
        name = cell.metadata["nbgrader"]["grade_id"]
        if name in self.elsewhere:
            grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
            grade.auto_score, grade.needs_manual_grade = None, True
            self.gradebook.db.commit()


def _training_steps(config: Config, assignment: str) -> str | None:
    """How many steps an assignment trains while it is graded: the environment variable that is named after it."""
    environment: dict[str, str] = dict(config.SandboxProvisioner.get("environment", {}))
    return environment.get(f"{assignment.upper()}_TRAINING_STEPS")


def save(course: Course, result: SubmissionResult) -> None:
    """Write the result of one submission, whole or not at all."""
    path = course.result_file(result.assignment, result.student)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text(results.to_json(result), encoding="utf-8")
    draft.replace(path)


def _course(step: NbGraderPreprocessor) -> Course:
    """The course that a step works for: nbgrader runs its steps inside the course's folder."""
    return Course(Path(step.config.CourseDirectory.get("root") or os.getcwd()))
