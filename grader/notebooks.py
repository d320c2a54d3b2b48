"""Notebooks of a course as nbgrader marks them: how they are read, and what the mark of each cell says."""

from pathlib import Path
from typing import Any

import nbformat

from grader.errors import CourseError

UNREADABLE = (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError, nbformat.ValidationError)

OWN = "grader"  # in the metadata of cells; what a student writes there is dropped when the file is read
SUCCEEDED = "succeeded"  # there: whether the cell ran without an error before it was handed in


def read_notebook(path: Path) -> nbformat.NotebookNode:
    """Read a notebook in the current format.

    Raises:
        CourseError: the file cannot be read as a notebook.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
        _check_form(notebook)
        return notebook
    except UNREADABLE as error:
        raise CourseError(
            path, f"not a readable notebook ({type(error).__name__})", "Open it in JupyterLab."
        ) from error


def _check_form(notebook: nbformat.NotebookNode) -> None:
    """Refuse what no step could work on; nbformat only warns of it, and refuses much that does no harm."""
    if not isinstance(notebook.metadata, dict):
        raise TypeError("metadata")
    for cell in notebook.cells:
        if cell.cell_type not in ("code", "markdown", "raw") or not isinstance(cell.source, str):
            raise TypeError("cell")
        if not isinstance(cell.metadata, dict) or not isinstance(cell.get("outputs", []), list):
            raise TypeError("cell")


def automatic_tasks(notebook: nbformat.NotebookNode) -> dict[str, float]:
    """Return the points of each automatically graded cell, by grade id, in order."""
    return {
        cell.metadata.nbgrader["grade_id"]: float(cell.metadata.nbgrader["points"])
        for cell in notebook.cells
        if is_check(cell)
    }


def grade_id(cell: nbformat.NotebookNode) -> str | None:
    """Return the grade id that nbgrader's mark of a cell holds, None where it has none."""
    found = _mark(cell).get("grade_id")
    return found if isinstance(found, str) else None


def is_grade(cell: nbformat.NotebookNode) -> bool:
    """Whether points are given for a cell."""
    return bool(_mark(cell).get("grade", False))


def is_solution(cell: nbformat.NotebookNode) -> bool:
    """Whether students write into a cell."""
    return bool(_mark(cell).get("solution", False))


def is_check(cell: nbformat.NotebookNode) -> bool:
    """Whether a cell is the check of an automatic task: points are given for it, and students write nothing in it."""
    return is_grade(cell) and not is_solution(cell)


def last_error(cell: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    """Return the last error among the outputs of a cell, which says most; None where there is none."""
    return next((output for output in reversed(cell.get("outputs", ())) if output.output_type == "error"), None)


def has_figures(cell: nbformat.NotebookNode) -> bool:
    """Whether figures were handed in with a code cell: none that it draws is shown, see `grader.intake.figures`."""
    return bool(cell.metadata.get(OWN, {}).get("figures"))


def is_task(cell: nbformat.NotebookNode) -> bool:
    """Whether a cell states a task that a person grades, wherever the answer stands."""
    return bool(_mark(cell).get("task", False))


def is_locked(cell: nbformat.NotebookNode) -> bool:
    """Whether nbgrader puts the released text back in place of a cell's."""
    return not is_solution(cell) and (is_grade(cell) or bool(_mark(cell).get("locked", False)))


def _mark(cell: nbformat.NotebookNode) -> dict[str, Any]:
    mark = cell.metadata.get("nbgrader")
    return mark if isinstance(mark, dict) else {}
