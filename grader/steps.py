"""The nbgrader preprocessors that grade: repair, execute and judge; wired up in nbgrader_config.py."""

import hmac
import json
import os
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_solution
from traitlets import Integer
from traitlets.config import Config

from grader import limited, links, results, sightings, student_figures, untouched
from grader.course import Course, automatic_tasks, read_notebook
from grader.execute import ExecuteConfined
from grader.judge import judge
from grader.kernel import StudentKernel
from grader.load import OVERLOADED
from grader.repair import repair
from grader.results import Status, SubmissionResult
from grader.student_text import settle_texts
from grader.written_answers import elsewhere, handed_in

Step = tuple[NotebookNode, ResourcesDict]


class Repair(NbGraderPreprocessor):
    """Give a submission back what grading needs, make its texts harmless, and forget what an earlier grading found."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> Step:
        """Repair the notebook in place; the repairs, and those of `grader.staging`, go into its metadata."""
        course, here = course_of(self), resources["nbgrader"]
        course.result_file(here["assignment"], here["student"]).unlink(missing_ok=True)
        released = course.root / "release" / here["assignment"] / f"{here['notebook']}.ipynb"
        notes = list(resources.get("grader_notes", ()))
        given = read_notebook(released) if released.is_file() else None
        seconds = submission_seconds(course)
        return limited.run("it was repaired", _repaired, nb, given, notes, seconds=seconds), resources


def _repaired(nb: NotebookNode, given: NotebookNode | None, notes: list[str]) -> NotebookNode:
    cells, content = list(nb.cells), nb.metadata.get("grader", {}).get("content", "")  # as `grader.staging` has it
    by_hand: list[str] = []
    if given is not None:
        before = handed_in(nb)
        notes = notes + repair(nb, given)
        by_hand, told = elsewhere(before, nb, given)
        notes += told
    notes = notes + student_figures.keep(cells, nb) + settle_texts(nb, given)
    nb.metadata["grader"] = {"notes": notes, "by_hand": by_hand, "content": content}
    return nb


class ExecuteAndJudge(ExecuteConfined):
    """Run the notebook in its sandbox, then put the hidden tests' questions to its kernel."""

    submission_seconds = Integer(300, help="Time that one submission may take in all, seconds.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict, km: Any = None) -> Step:
        """Execute in place; the result goes into the resources, beside the notebook."""
        course, here = course_of(self), resources["nbgrader"]
        place = Place(here["assignment"], here["student"], here["notebook"], resources["metadata"]["path"])
        left_out = links.left_out(place.assignment, place.student)
        seconds = self.submission_seconds
        nb, result = limited.run("its cells ran", _executed, course, self.config, place, nb, left_out, seconds=seconds)
        if result is not None:
            resources["grader_result"] = result
        return nb, resources


@dataclass(frozen=True, slots=True)
class Place:
    """Whose notebook is executed, and in which folder its files lie."""

    assignment: str
    student: str
    notebook: str
    folder: str


def _executed(
    course: Course, config: Config, place: Place, nb: NotebookNode, left_out: Counter[str]
) -> tuple[NotebookNode, SubmissionResult | None]:
    """The notebook with its outputs, and what its hidden tests found where it has some."""
    step = ExecuteAndJudge(config=config)
    hidden = course.hidden(place.assignment)
    name = f"{place.notebook}.ipynb"
    given = given_out(course, place.assignment, name)
    beside = files_given_out(course, place.assignment)
    with StudentKernel(place.folder, config, limited.remaining(step.submission_seconds), beside) as kernel:
        resources = ResourcesDict(metadata={"path": place.folder})
        submission = step.run_cells(nb, resources, kernel, given)
        if hidden is None:
            return nb, None
        limited.announce("its answers were judged")
        released = course.root / "release" / place.assignment / name
        known = read_notebook(released) if released.is_file() else None
        tasks = automatic_tasks(known or nb)  # in the release's order: what is asked first is known from then on
        found = judge(hidden, submission, tasks, content_key(nb, course.secret))
        kernel.seen += left_out
        result = to_result(place.assignment, place.student, found, nb, kernel, known)
        limited.announce("its result was saved")
    return nb, result


def submission_seconds(course: Course) -> float:
    """The time that one submission of a course may take in all, seconds."""
    return float(ExecuteAndJudge(config=course.config).submission_seconds)


def given_out(course: Course, assignment: str, name: str) -> list[str]:
    """The code that a released notebook begins with, up to the first place for an answer."""
    released = course.root / "release" / assignment / name
    cells = read_notebook(released).cells if released.is_file() else []
    return [cell.source for cell in takewhile(lambda cell: not is_solution(cell), cells) if cell.cell_type == "code"]


def files_given_out(course: Course, assignment: str) -> str | None:
    """The folder with what students are given beside a released notebook; None where nothing is given out."""
    folder = course.root / "release" / assignment
    return str(folder) if folder.is_dir() else None


def content_key(nb: NotebookNode, secret: str) -> str:
    """What hidden inputs are drawn from: all that was handed in, so that a regrade repeats them and other work is asked
    other things, and the course's secret, so that nobody can draw them in advance.

    A notebook that nobody handed in, of the answer bank for one, stands for itself; ids of cells do not count.
    """
    cells = [[cell.cell_type, cell.source, cell.get("attachments"), cell.get("outputs")] for cell in nb.cells]
    content = nb.metadata.get("grader", {}).get("content") or json.dumps(cells)
    return hmac.new(secret.encode(), content.encode(), "sha256").hexdigest()


def to_result(
    assignment: str,
    student: str,
    tasks: tuple[results.TaskResult, ...],
    nb: NotebookNode,
    kernel: StudentKernel,
    released: NotebookNode | None,
) -> SubmissionResult:
    """The result of a submission from those of its tasks; whether and why a person has to look at it.

    Args:
        assignment: its name.
        student: who handed it in; empty where nobody did.
        tasks: what the hidden tests found.
        nb: the submission, repaired.
        kernel: where it ran.
        released: the notebook as students received it, by which untouched answers are known; None if there is none.
    """
    if released is not None:
        tasks = untouched.settle(tasks, nb, released)
    ours = [
        f"a hidden test of {task.id} failed to judge, and its {task.unjudged:g} points are not counted so far"
        for task in tasks
        if task.unjudged
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
        seen=sightings.lines(kernel.noticed()),
    )


def course_of(step: NbGraderPreprocessor) -> Course:
    """The course that a step works for: nbgrader runs its steps inside the course's folder."""
    return Course(Path(step.config.CourseDirectory.get("root") or os.getcwd()))
