"""A kernel for one task, in which many answers are judged in turn without affecting one another."""

import ast
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grader.bank.answers import Answer, compose
from grader.course import Course
from grader.errors import AnswerError, CourseError
from grader.judging.hidden_tests import hidden_file, judge
from grader.judging.notebook import content_key
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import QUESTION_SECONDS, Submission
from grader.limits import Limits
from grader.notebooks import automatic_tasks, read_notebook
from grader.results import CheckResult, Outcome
from grader.storage import scratch


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer of the bank, and how each hidden test of its task ended, by the name of its function."""

    answer: Answer
    tests: dict[str, CheckResult]

    @property
    def right(self) -> bool:
        """Whether the answer is one of the right ones."""
        return self.answer.path.parent.name == "right"

    @property
    def caught(self) -> tuple[str, ...]:
        """The tests that the answer does not pass."""
        return tuple(name for name, test in self.tests.items() if test.outcome is not Outcome.PASSED)

    @property
    def points(self) -> float:
        """What the answer earns."""
        return sum(test.points for test in self.tests.values())

    @property
    def max(self) -> float:
        """What its task is worth."""
        return sum(test.max for test in self.tests.values())


@contextmanager
def harness(course: Course, assignment: str, task: str) -> Iterator["Harness"]:
    """Give a harness for one task of an assignment; its kernel ends with the context.

    Raises: as `Harness`.
    """
    source = course.notebook(assignment).parent
    with scratch.folder("bank") as folder:
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.ipynb", ".*"), dirs_exist_ok=True)
        with StudentKernel(folder, course.config, released=str(course.root / "release" / assignment)) as kernel:
            yield Harness(course, assignment, task, kernel)


class Harness:
    """A kernel in which all cells of the solution have run but one task's answer cell, for many answers in turn.

    Raises:
        CourseError: the notebook has no such task, or the task has no hidden tests.
    """

    def __init__(self, course: Course, assignment: str, task: str, kernel: StudentKernel) -> None:
        self.notebook = read_notebook(course.notebook(assignment, "solutions"))
        self.task, self.points = task, automatic_tasks(self.notebook).get(task, 0.0)
        hidden = course.hidden(assignment)
        if hidden is None or not self.points:
            raise CourseError(task, f"no automatic task of {assignment}", "Fix the answer's first line.")
        self.hidden = hidden
        self.names = function_names(hidden_file(hidden, task))
        others = compose(self.notebook, {task: ""})
        self.cells = [cell.source for cell in others.cells if cell.cell_type == "code" and cell.source]
        self.kernel = kernel
        limits = Limits.of(course.config)
        self.seconds, self.cell_seconds = limits.submission_seconds, limits.cell_seconds
        self.question_seconds = min(QUESTION_SECONDS, self.cell_seconds)
        self.started = 0  # the kernel, by its number, in which the cells have run

    def judge(self, answer: Answer) -> Verdict:
        """Judge one answer; the next one finds nothing of it."""
        self.kernel.deadline, self.kernel.limit_scale = time.monotonic() + self.seconds, 1.0
        if self.kernel.starts != self.started or not self.kernel.alive:
            Submission(self.kernel, list(self.cells), cell_seconds=self.cell_seconds).replay()
            self.started = self.kernel.starts
        submission = Submission(self.kernel, [*self.cells, answer.source], self.question_seconds, self.cell_seconds)
        with self.kernel.branch():
            try:
                self.kernel.execute(answer.source, self.cell_seconds)
            except AnswerError:
                if not self.kernel.alive:
                    submission.cells.pop()
            key = content_key(compose(self.notebook, {self.task: answer.source}), "the answer bank")
            (result,) = judge(self.hidden, submission, {self.task: self.points}, key)
        return Verdict(answer, {self.names.get(test.name, test.name): test for test in result.tests})


def function_names(path: Path) -> dict[str, str]:
    """Return the functions of a hidden test file, by the names that students see."""
    functions = (node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef))
    return {
        (ast.get_docstring(function) or function.name).splitlines()[0].rstrip("."): function.name
        for function in functions
        if function.name.startswith("test_")
    }
