"""The one road from a staged notebook to a result: repaired, run in its sandbox, asked by the hidden tests."""

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from nbformat import NotebookNode

from grader import observations
from grader.course import Course
from grader.errors import CourseError
from grader.judging import untouched
from grader.judging.hidden_tests import judge
from grader.kernel.cells import CellRunner
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.limits import Limits
from grader.notebooks import automatic_tasks, is_solution, read_notebook
from grader.process import limited
from grader.process.load import OVERLOADED
from grader.record import Record
from grader.repair.repair import repair
from grader.repair.written_answers import elsewhere, handed_in
from grader.results import Status, SubmissionResult, TaskResult


@dataclass(frozen=True, slots=True)
class Handout:
    """What students were given of one notebook; empty where nothing was released.

    Attributes:
        notebook: the notebook as it was released.
        folder: where the files lie that were given out beside it.
    """

    notebook: NotebookNode | None = None
    folder: Path | None = None

    @classmethod
    def of(cls, course: Course, assignment: str, name: str) -> "Handout":
        """Read what was given out of an assignment's notebook, by its name without ending."""
        folder = course.root / "release" / assignment
        path = folder / f"{name}.ipynb"
        notebook = read_notebook(path) if path.is_file() else None
        return cls(notebook, folder if folder.is_dir() else None)

    @property
    def code(self) -> list[str]:
        """The code that the notebook begins with, up to the first place for an answer."""
        cells = takewhile(lambda cell: not is_solution(cell), self.notebook.cells if self.notebook else ())
        return [cell.source for cell in cells if cell.cell_type == "code"]


def repaired(nb: NotebookNode, released: NotebookNode | None) -> Record:
    """Give a submission back the cells and marks that grading needs, in place; its record then tells of it."""
    record = Record.of(nb)
    if released is not None:
        before = handed_in(nb)
        record.notes += repair(nb, released)
        record.by_hand, told = elsewhere(before, nb, released)
        record.notes += told
    record.put(nb)
    return record


@contextmanager
def running(course: Course, handout: Handout, nb: NotebookNode, folder: Path, shown: int = 0) -> Iterator[Submission]:
    """Run a repaired notebook's cells, and keep their kernel for as long as the context lasts.

    Args:
        course: the course, whose settings hold.
        handout: what was given out: it runs before any of the submission's files can be read.
        nb: the notebook; its cells get their outputs.
        folder: where its files lie.
        shown: characters that its page already holds beside the cells' outputs.

    Raises:
        GradingFailed: what the notebook begins with, and is given out, does not run here.
        SandboxError: no sandbox can be made here.
    """
    config = course.config
    limits = Limits.of(config)
    given = str(handout.folder) if handout.folder else None
    with StudentKernel(str(folder), config, limited.remaining(limits.submission_seconds), given) as kernel:
        kernel.seen += Record.of(nb).seen
        yield CellRunner(nb, kernel, limits, shown).run(handout.code)


def judged(
    course: Course, assignment: str, handout: Handout, nb: NotebookNode, submission: Submission, student: str = ""
) -> SubmissionResult:
    """Have the hidden tests of an assignment judge a notebook whose cells have run.

    Args:
        course: the course.
        assignment: one with hidden tests.
        handout: what was given out of the notebook.
        nb: the notebook, repaired.
        submission: its kernel.
        student: who handed it in; empty where nobody did.

    Raises:
        CourseError: the assignment has no hidden tests, or they do not fit the notebook.
    """
    limited.announce("its answers were judged")
    # In the release's order: what is asked first is known to the student's code from then on.
    tasks = automatic_tasks(handout.notebook or nb)
    found = judge(hidden_tests(course, assignment), submission, tasks, content_key(nb, course.secret))
    if handout.notebook is not None:
        found = untouched.settle(found, nb, handout.notebook)
    return _result(assignment, student, found, Record.of(nb), submission.kernel)


def hidden_tests(course: Course, assignment: str) -> Path:
    """Return the folder of an assignment's hidden tests.

    Raises:
        CourseError: it has none, or is not of this course.
    """
    folder = course.hidden(assignment)
    if folder is None:
        known = ", ".join(name for name in course.assignments() if course.hidden(name)) or "none"
        raise CourseError(assignment, "it has no hidden tests", f"Assignments that have: {known}.")
    return folder


def content_key(nb: NotebookNode, secret: str) -> str:
    """Return what hidden inputs are drawn from.

    That is all that was handed in, so that a regrade repeats them and other work is asked other things, and the
    course's secret, so that nobody can draw them in advance. A notebook that nobody handed in, of the answer bank for
    one, stands for itself; ids of cells do not count.
    """
    cells = [[cell.cell_type, cell.source, cell.get("attachments"), cell.get("outputs")] for cell in nb.cells]
    content = Record.of(nb).content or json.dumps(cells)
    return hmac.new(secret.encode(), content.encode(), "sha256").hexdigest()


def _result(
    assignment: str, student: str, tasks: tuple[TaskResult, ...], record: Record, kernel: StudentKernel
) -> SubmissionResult:
    """Put a result together, and say whether and why a person has to look at it."""
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
        notes=tuple(record.notes),
        seen=observations.lines(kernel.noticed()),
    )
