"""Judges one notebook, or a zip or folder with one, by itself: no gradebook, no feedback pages."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from traitlets.config import Config

from grader import limited, scratch
from grader.course import Course, automatic_tasks, read_notebook
from grader.errors import CourseError, UnreadableSubmission
from grader.judge import judge
from grader.kernel import StudentKernel
from grader.repair import repair
from grader.results import SubmissionResult
from grader.staging import REMEDY, stage
from grader.steps import ExecuteAndJudge, content_key, files_given_out, given_out, to_result
from grader.submission import Submission
from grader.written_answers import elsewhere, handed_in


def check(
    course: Course, assignment: str, path: Path, config: Config | None = None
) -> tuple[SubmissionResult, nbformat.NotebookNode]:
    """Find, repair, execute and judge one notebook; its result, and the notebook with its outputs.

    Raises: as `opened`.
    """
    with opened(course, assignment, path, config) as (submission, notebook):
        hidden = course.hidden(assignment)
        assert hidden is not None
        key = content_key(notebook, course.secret)
        limited.announce("its answers were judged")
        released = read_notebook(course.notebook(assignment, "release"))
        tasks = judge(hidden, submission, automatic_tasks(released), key)
        return to_result(assignment, "", tasks, notebook, submission.kernel, released), notebook


@contextmanager
def opened(
    course: Course, assignment: str, path: Path, config: Config | None = None
) -> Iterator[tuple[Submission, nbformat.NotebookNode]]:
    """A notebook, repaired and executed, and the kernel its cells have run in.

    Raises:
        CourseError: the assignment has no hidden tests, or is not of this course.
        UnreadableSubmission: there is no one notebook in it that can be read.
        GradingFailed: what the notebook begins with, and is given out, does not run here.
        SandboxError: no sandbox can be made here.
    """
    if course.hidden(assignment) is None:
        known = ", ".join(name for name in course.assignments() if course.hidden(name)) or "none"
        raise CourseError(assignment, "it has no hidden tests", f"Assignments that have: {known}.")
    config = config or course.config
    released = course.notebook(assignment, "release")
    step = ExecuteAndJudge(config=config)
    with scratch.folder("check") as folder:
        notebook = limited.run("it was read", _prepared, path, released, folder, seconds=step.submission_seconds)
        _lay_out(course.notebook(assignment).parent, Path(folder))
        given = files_given_out(course, assignment)
        with StudentKernel(folder, config, limited.remaining(step.submission_seconds), given) as kernel:
            resources = ResourcesDict(metadata={"path": folder})
            limited.announce("its cells ran")
            yield step.run_cells(notebook, resources, kernel, given_out(course, assignment, released.name)), notebook


def _prepared(path: Path, released: Path, folder: str) -> nbformat.NotebookNode:
    """What was handed in as a notebook that can be executed, its files in a folder."""
    try:
        notes = stage(path, released.name, released, Path(folder))
    except OSError as error:
        raise UnreadableSubmission(path, f"it cannot be read ({error.strerror})", REMEDY) from error
    limited.announce("it was repaired")
    notebook, given = read_notebook(Path(folder, released.name)), read_notebook(released)
    before = handed_in(notebook)
    notes += repair(notebook, given)
    notes += elsewhere(before, notebook, given)[1]
    notebook.metadata["grader"]["notes"] = notes
    return notebook


def _lay_out(source: Path, folder: Path) -> None:
    """Put the assignment's own files beside the notebook, as autograding does."""
    for path in source.rglob("*"):
        if path.is_file() and path.suffix != ".ipynb" and ".ipynb_checkpoints" not in path.parts:
            place = folder / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
