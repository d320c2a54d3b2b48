"""The solution of an assignment: executed at full length, and its figures kept for as long as its code is the same."""

from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError

from grader.course import Course
from grader.errors import CourseError, ReleaseError
from grader.notebooks import read_notebook
from grader.pipeline.release_steps import KERNELSPEC, plain_metadata

FAILURES = (CellControlSignal, NoSuchKernel, RuntimeError, OSError)  # a kernel that dies is a RuntimeError
FROM_RUNNING = ("outputs", "execution_count")


def sources(notebook: nbformat.NotebookNode) -> list[tuple[str, str]]:
    """Type and text of every cell: what makes two notebooks the same but for their outputs."""
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def earlier(course: Course, assignment: str) -> nbformat.NotebookNode | None:
    """Return the solution that is in solutions/ now, None where there is none that can be read."""
    path = course.root / "solutions" / assignment / course.notebooks(assignment)[0].name
    try:
        return read_notebook(path)
    except CourseError:
        return None


def keep_outputs(before: nbformat.NotebookNode | None, path: Path) -> None:
    """Give a solution that was made anew the outputs of the one before, if its code cells are the same."""
    fresh = read_notebook(path)
    if before is None or _code(before) != _code(fresh):
        return
    for old, cell in zip(_code_cells(before), _code_cells(fresh), strict=True):
        cell.update({key: old[key] for key in FROM_RUNNING})
    nbformat.write(fresh, path)


def _code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _code(notebook: nbformat.NotebookNode) -> list[str]:
    return [cell.source for cell in _code_cells(notebook)]


def has_outputs(course: Course, assignment: str) -> bool:
    """Whether the solution in solutions/ has been executed."""
    notebook = read_notebook(course.notebook(assignment, "solutions"))
    return any(cell.get("outputs") for cell in notebook.cells)


def run(course: Course, assignment: str) -> Path:
    """Execute the solution at full length, in an ordinary kernel, and keep the outputs; its path.

    Raises:
        ReleaseError: a cell raises, or the kernel cannot be started or dies; the solution stays as it was.
    """
    path = course.notebook(assignment, "solutions")
    notebook = read_notebook(path)
    begun: list[int] = []
    client = NotebookClient(
        notebook,
        timeout=None,
        kernel_name=KERNELSPEC["name"],
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_execute=lambda cell, cell_index: begun.append(cell_index),
    )
    client.record_timing, client.coalesce_streams = False, True
    try:
        client.execute()
    except FAILURES as error:
        where = f"solutions/{assignment}/{path.name}" + (f", cell {begun[-1] + 1}" if begun else "")
        message = f"{error.ename}: {error.evalue}" if isinstance(error, CellExecutionError) else str(error)
        what = f"the solution could not be executed ({_first_line(message) or type(error).__name__})"
        remedy = "The release itself was made. Fix the master, and run this command again."
        raise ReleaseError(where, what, remedy) from error
    notebook.metadata = plain_metadata()  # nbclient has added what this machine's Python is
    nbformat.write(notebook, path)
    return path


def _first_line(text: str) -> str:
    return next((line.strip()[:200] for line in text.splitlines() if line.strip()), "").rstrip(".")
