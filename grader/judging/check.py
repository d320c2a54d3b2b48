"""Grades a single notebook, or a zip or folder that contains one, without gradebook or feedback pages."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat

from grader.course import Course
from grader.errors import UnreadableSubmission
from grader.intake.stage import REMEDY, stage
from grader.judging.notebook import Handout, hidden_tests, judged, repaired, running
from grader.kernel.submission import Submission
from grader.limits import Limits
from grader.notebooks import read_notebook
from grader.process import limited
from grader.results import SubmissionResult
from grader.storage import scratch


def check(course: Course, assignment: str, path: Path) -> tuple[SubmissionResult, nbformat.NotebookNode]:
    """Find, repair, execute and grade one notebook; return its result, and the notebook with its outputs.

    Raises: as `opened`.
    """
    with opened(course, assignment, path) as (submission, notebook):
        handout = Handout.of(course, assignment, course.notebook(assignment, "release").stem)
        return judged(course, assignment, handout, notebook, submission), notebook


@contextmanager
def opened(course: Course, assignment: str, path: Path) -> Iterator[tuple[Submission, nbformat.NotebookNode]]:
    """Repair and execute a notebook; yield the kernel in which its cells ran, and the notebook.

    Raises:
        CourseError: the assignment has no hidden tests, or is not of this course.
        UnreadableSubmission: it does not contain exactly one readable notebook.
        GradingFailed: the released cells at the beginning of the notebook fail here.
        SandboxError: no sandbox can be created here.
    """
    hidden_tests(course, assignment)
    released = course.notebook(assignment, "release")
    seconds = Limits.of(course.config).submission_seconds
    with scratch.folder("check") as folder:
        notebook = limited.run("it was read", _prepared, path, released, Path(folder), seconds=seconds)
        _lay_out(course.notebook(assignment).parent, Path(folder))
        limited.announce("its cells ran")
        with running(course, Handout.of(course, assignment, released.stem), notebook, Path(folder)) as submission:
            yield submission, notebook


def _prepared(path: Path, released: Path, folder: Path) -> nbformat.NotebookNode:
    """Return the submission as a notebook that can be executed, with its files in a folder."""
    try:
        stage(path, released.name, released, folder)
    except OSError as error:
        raise UnreadableSubmission(path, f"it cannot be read ({error.strerror})", REMEDY) from error
    limited.announce("it was repaired")
    notebook = read_notebook(folder / released.name)
    repaired(notebook, read_notebook(released))
    return notebook


def _lay_out(source: Path, folder: Path) -> None:
    """Copy the assignment's own files next to the notebook, as nbgrader's autograde does."""
    for path in source.rglob("*"):
        if path.is_file() and path.suffix != ".ipynb" and ".ipynb_checkpoints" not in path.parts:
            place = folder / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
