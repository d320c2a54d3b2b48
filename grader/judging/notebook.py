"""Grades a staged notebook: repairs it, runs it in its sandbox, and runs the hidden tests."""

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from nbformat import NotebookNode

from grader.course import Course
from grader.errors import CourseError
from grader.judging import conclusion, later_changes, states, untouched
from grader.kernel.cells import CellRunner
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.limits import Limits
from grader.notebooks import automatic_tasks, is_solution, read_notebook
from grader.process import limited
from grader.record import Record
from grader.repair.passed_checks import passed
from grader.repair.repair import repair
from grader.repair.written_answers import elsewhere, handed_in
from grader.results import SubmissionResult
from grader.sandbox import zygote
from grader.sandbox.provisioner import SandboxProvisioner
from grader.sandbox.warmth import Warmth


@dataclass(frozen=True, slots=True)
class Handout:
    """The released version of one notebook; empty if nothing was released.

    Attributes:
        notebook: the notebook as released.
        folder: the folder with the files released with it.
    """

    notebook: NotebookNode | None = None
    folder: Path | None = None

    @classmethod
    def of(cls, course: Course, assignment: str, name: str) -> "Handout":
        """Read the released version of an assignment's notebook, by its name without suffix."""
        folder = course.root / "release" / assignment
        path = folder / f"{name}.ipynb"
        notebook = read_notebook(path) if path.is_file() else None
        return cls(notebook, folder if folder.is_dir() else None)

    @property
    def code(self) -> list[str]:
        """The code cells at the beginning of the notebook, up to the first answer cell."""
        cells = takewhile(lambda cell: not is_solution(cell), self.notebook.cells if self.notebook else ())
        return [cell.source for cell in cells if cell.cell_type == "code"]


def repaired(nb: NotebookNode, released: NotebookNode | None) -> Record:
    """Restore the cells and nbgrader metadata that grading needs, in place; the returned record notes the repairs."""
    record = Record.of(nb)
    if released is not None:
        before = handed_in(nb)
        record.passed = passed(before, released)
        record.notes += repair(nb, released)
        record.by_hand, notes = elsewhere(before, nb, released)
        record.notes += notes
    record.put(nb)
    return record


@contextmanager
def running(course: Course, handout: Handout, nb: NotebookNode, folder: Path, shown: int = 0) -> Iterator[Submission]:
    """Run a repaired notebook's cells, and keep the kernel alive until the context exits.

    Args:
        course: the course, whose settings apply.
        handout: the released version: its first cells run before the submission's files can be read.
        nb: the notebook; its cells get their outputs.
        folder: the folder with its files.
        shown: characters that its page already contains in addition to the cells' outputs.

    Raises:
        GradingFailed: the released cells at the beginning of the notebook fail here.
        SandboxError: no sandbox can be created here.
    """
    config = course.config
    limits = Limits.of(config)
    given = str(handout.folder) if handout.folder else None
    with StudentKernel(str(folder), config, limited.remaining(limits.submission_seconds), given) as kernel:
        kernel.seen += Record.of(nb).seen
        yield CellRunner(nb, kernel, limits, shown).run(handout.code)


def warm_up(course: Course, assignment: str) -> None:
    """Start the process that an assignment's kernels are forked from, unless this process has it already.

    Raises:
        SandboxError: it cannot be started.
    """
    release = course.root / "release" / assignment
    warmth = Warmth.of(str(release) if release.is_dir() else None)
    zygote.ready(SandboxProvisioner(config=course.config).zygote_kind(warmth))


def judged(
    course: Course, assignment: str, handout: Handout, nb: NotebookNode, submission: Submission, student: str = ""
) -> SubmissionResult:
    """Run the hidden tests of an assignment on a notebook whose cells have run.

    Args:
        course: the course.
        assignment: one with hidden tests.
        handout: the released version of the notebook.
        nb: the notebook, repaired.
        submission: its kernel.
        student: the student's id; empty if it is no student's submission.

    Raises:
        CourseError: the assignment has no hidden tests, or they do not fit the notebook.
    """
    limited.announce("its answers were judged")
    # In the order of the release: the student's code can learn from each test for the next.
    tasks = automatic_tasks(handout.notebook or nb)
    folder, key = hidden_tests(course, assignment), content_key(nb, course.secret)
    found, earlier = states.judge_states(folder, submission, tasks, key)
    for task in earlier:
        Record.add_note(nb, later_changes.explanation(task, nb))
    if handout.notebook is not None:
        found = untouched.settle(found, nb, handout.notebook)
    return conclusion.result(assignment, student, found, nb, submission)


def hidden_tests(course: Course, assignment: str) -> Path:
    """Return the folder of an assignment's hidden tests.

    Raises:
        CourseError: it has none, or is not in this course.
    """
    folder = course.hidden(assignment)
    if folder is None:
        known = ", ".join(name for name in course.assignments() if course.hidden(name)) or "none"
        raise CourseError(assignment, "it has no hidden tests", f"Assignments that have: {known}.")
    return folder


def content_key(nb: NotebookNode, secret: str) -> str:
    """Return the key that seeds hidden inputs.

    It depends on the content of the submission, so that regrading repeats the inputs and different work gets different
    ones, and on the course's secret, so that they cannot be predicted. For a notebook that is no submission (one of the
    answer bank, for example) its cells are the content; cell ids do not matter.
    """
    cells = [[cell.cell_type, cell.source, cell.get("attachments"), cell.get("outputs")] for cell in nb.cells]
    content = Record.of(nb).content or json.dumps(cells)
    return hmac.new(secret.encode(), content.encode(), "sha256").hexdigest()
