"""Judges one notebook by itself: no gradebook, no feedback pages."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from traitlets.config import Config

from grader.course import Course, automatic_tasks, read_notebook
from grader.errors import CourseError, UnreadableSubmission
from grader.judge import judge
from grader.kernel import StudentKernel
from grader.repair import repair
from grader.results import SubmissionResult
from grader.steps import ExecuteAndJudge, content_key, to_result
from grader.submission import Submission


def check(
    course: Course, assignment: str, path: Path, config: Config | None = None
) -> tuple[SubmissionResult, nbformat.NotebookNode]:
    """Repair, execute and judge one notebook; its result, and the notebook with its outputs.

    Raises: as `opened`.
    """
    with opened(course, assignment, path, config) as (submission, notebook):
        hidden = course.hidden(assignment)
        assert hidden is not None
        key = content_key(notebook, course.secret)
        tasks = judge(hidden, submission, automatic_tasks(notebook), key)
        return to_result(assignment, "", tasks, notebook, submission.kernel), notebook


@contextmanager
def opened(
    course: Course, assignment: str, path: Path, config: Config | None = None
) -> Iterator[tuple[Submission, nbformat.NotebookNode]]:
    """A notebook, repaired and executed, and the kernel its cells have run in.

    Raises:
        CourseError: the assignment has no hidden tests, or is not of this course.
        UnreadableSubmission: the file is no notebook.
        SandboxError: no sandbox can be made here.
    """
    if course.hidden(assignment) is None:
        known = ", ".join(name for name in course.assignments() if course.hidden(name)) or "none"
        raise CourseError(assignment, "it has no hidden tests", f"Assignments that have: {known}.")
    notebook = submitted(path)
    config = config or course.config
    notes = repair(notebook, read_notebook(course.notebook(assignment, "release")))
    notebook.metadata["grader"] = {"notes": notes}
    step = ExecuteAndJudge(config=config)
    with tempfile.TemporaryDirectory(prefix="grader-check-") as folder:
        _lay_out(course.notebook(assignment).parent, Path(folder))
        with StudentKernel(folder, config, step.submission_seconds) as kernel:
            yield step.run_cells(notebook, ResourcesDict(metadata={"path": folder}), kernel), notebook


def submitted(path: Path) -> nbformat.NotebookNode:
    """What a student handed in, as a notebook.

    Raises:
        UnreadableSubmission: the file is no notebook.
    """
    try:
        return read_notebook(path)
    except CourseError as error:
        raise UnreadableSubmission(path, error.what, error.remedy) from error


def _lay_out(source: Path, folder: Path) -> None:
    """Put the assignment's own files beside the notebook, as autograding does."""
    for path in source.rglob("*"):
        if path.is_file() and path.suffix != ".ipynb" and ".ipynb_checkpoints" not in path.parts:
            place = folder / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def assignment_of(course: Course, path: Path) -> str:
    """The assignment that a notebook belongs to: by its grade ids, else by its name.

    Raises:
        CourseError: it fits none of the course's assignments, or several equally well.
        UnreadableSubmission: the file is no notebook.
    """
    ids = _grade_ids(submitted(path))
    names = [name for name in course.assignments() if course.hidden(name)]
    fits = {name: len(ids & _grade_ids(read_notebook(course.notebook(name)))) for name in names}
    best = [name for name in names if fits[name] == max(fits.values())]
    if len(best) == 1:
        return best[0]
    if path.stem in names:
        return path.stem
    raise CourseError(path, "it fits no assignment of this course", "Name one with --assignment.")


def _grade_ids(notebook: nbformat.NotebookNode) -> set[str]:
    marks = (cell.metadata.get("nbgrader") for cell in notebook.cells)
    return {mark["grade_id"] for mark in marks if isinstance(mark, dict) and "grade_id" in mark}
