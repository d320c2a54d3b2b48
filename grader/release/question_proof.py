"""Checks that nothing in a question to the kernel solves another task.

Students' code can keep what a question sends: a function in its source may solve another task that is judged later.
So each is tried as the answer to every other task, in one kernel.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat

from grader.course import Course
from grader.errors import AnswerError, ReleaseError
from grader.judging.check import opened
from grader.judging.hidden_tests import judge
from grader.judging.untouched import answer_cells
from grader.kernel.submission import Submission
from grader.notebooks import automatic_tasks, read_notebook
from grader.release.questions import Offer, Recorder, offers
from grader.release.reuse import Target, binding, targets
from grader.repair.matching import marked

KEY = "the proof of questions"
SECONDS = 300.0  # that all tries may take together
TRY_SECONDS = 60.0  # that one may take


@dataclass(frozen=True, slots=True)
class Task:
    """One automatic task: what students are given for it, what their answer defines, and what its tests ask."""

    name: str
    points: float
    blanks: tuple[str, ...]
    targets: tuple[Target, ...]
    offers: tuple[Offer, ...] = ()
    shapes: frozenset[tuple[int, ...]] = frozenset()  # of answers


def prove_questions(course: Course, assignment: str) -> str:
    """Prove it of a release whose solution earns all points, and whose blanks none; what was proven, in words.

    Raises:
        ReleaseError: something in a question earns points for another task.
    """
    released = read_notebook(course.notebook(assignment, "release"))
    solved = course.notebook(assignment, "solutions")
    tasks = _tasks(released, read_notebook(solved))
    hidden = course.hidden(assignment)
    if hidden is None or len(tasks) < 2:
        return "questions: there is no other task that they could solve"
    with opened(course, assignment, solved) as (submission, _):
        until = time.monotonic() + SECONDS
        submission.kernel.deadline = until
        asked = [_recorded(task, submission, hidden) for task in tasks]
        tries = [(task, other, code, what) for task in asked for other in asked for code, what in _answers(task, other)]
        harness = _Harness(submission, hidden)
        done = 0
        for task, other, code, what in tries:
            if time.monotonic() >= until:
                break
            if points := harness.points(task, code):
                fault = f"what a question of {other.name!r} sends, {what}, earns {points:g} points for it"
                remedy = (
                    f"Let the tests of {other.name!r} send nothing that answers another task: other values will do."
                )
                raise ReleaseError(task.name, fault, remedy)
            done += 1
    rest = f"; {len(tries) - done} more were not tried within {SECONDS:.0f} seconds" if done < len(tries) else ""
    return f"questions: nothing that they send solves another task, tried in {done} ways{rest}"


def _tasks(released: nbformat.NotebookNode, solved: nbformat.NotebookNode) -> list[Task]:
    points, blank, full = automatic_tasks(released), marked(released), marked(solved)
    found = []
    for name, cells in answer_cells(released).items():
        if name in points:
            pairs = [(blank[cell].source, full[cell].source) for cell in cells if cell in full]
            aims = tuple(aim for stub, solution in pairs for aim in targets(stub, solution))
            found.append(Task(name, points[name], tuple(stub for stub, _ in pairs), aims))
    return found


def _recorded(task: Task, submission: Submission, hidden: Path) -> Task:
    recorder = Recorder(submission)
    judge(hidden, recorder, {task.name: task.points}, KEY)
    return replace(task, offers=tuple(offers(recorder.questions)), shapes=frozenset(recorder.shapes))


def _answers(task: Task, other: Task) -> Iterator[tuple[str, str]]:
    """Each way in which something of another task's questions can answer a task: the code, and what it is in words."""
    for offer in other.offers if other is not task else ():
        if offer.shape is None or offer.shape in task.shapes:
            for target in task.targets:
                for way in target.ways(offer):
                    yield binding(offer, target, way), f"{offer.name!r} {way.words} {target}"


class _Harness:
    """The kernel in which the solution has run, for many answers in turn."""

    def __init__(self, submission: Submission, hidden: Path) -> None:
        self.kernel, self.hidden = submission.kernel, hidden
        self.cells = list(submission.cells)
        self.seconds, self.cell_seconds = submission.seconds, submission.cell_seconds
        self.started = self.kernel.starts  # the kernel, by its number, in which the cells have run

    def points(self, task: Task, code: str) -> float:
        """Return what some code earns as the answer to a task in whose place there is nothing else."""
        self.kernel.deadline, self.kernel.limit_scale = time.monotonic() + TRY_SECONDS, 1.0
        cells = [*self.cells, *task.blanks, code]
        submission = Submission(self.kernel, cells, self.seconds, self.cell_seconds)
        try:
            if self.kernel.starts != self.started or not self.kernel.alive:
                Submission(self.kernel, list(self.cells), self.seconds, self.cell_seconds).replay()
                self.started = self.kernel.starts
            with self.kernel.branch():
                for cell in (*task.blanks, code):
                    status = self.kernel.execute(cell, self.cell_seconds).get("status")
                if status != "ok":  # there is no such thing without the task's own answer
                    return 0.0
                (result,) = judge(self.hidden, submission, {task.name: task.points}, KEY)
        except AnswerError:
            return 0.0
        return result.points
