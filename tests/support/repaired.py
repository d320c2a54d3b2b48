"""Notebooks handed in and repaired, and what must hold of each of them afterwards."""

import copy

import nbformat
from nbformat.v4 import new_markdown_cell

from grader.repair.repair import repair

ANSWER = "def double(number):\n    return number + number"


def cell(notebook: nbformat.NotebookNode, grade_id: str) -> nbformat.NotebookNode:
    """The one cell with a grade id."""
    found = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id]
    assert len(found) == 1, f"{len(found)} cells {grade_id}"
    return found[0]


def marks(notebook: nbformat.NotebookNode) -> list[str]:
    """The grade ids, in order."""
    return [c.metadata.nbgrader.grade_id for c in notebook.cells if "nbgrader" in c.metadata]


def mend(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode) -> list[str]:
    """Repair; all that must hold of any repaired notebook is checked here."""
    notes = repair(notebook, released)
    assert sorted(marks(notebook)) == sorted(marks(released))
    for original in released.cells:
        if mark := original.metadata.get("nbgrader"):
            mended = cell(notebook, mark.grade_id)
            assert mended.metadata.nbgrader == mark
            assert mended.cell_type == original.cell_type
            assert mended.source == original.source or not mark.locked
    nbformat.validate(notebook)  # a warning, here an error, where two cells have one id
    once = copy.deepcopy(notebook)
    assert repair(notebook, released) == []
    assert notebook == once
    return notes


def picture(source: str, data: str, **fields: str) -> nbformat.NotebookNode:
    """A text cell that shows a picture of its own."""
    found = new_markdown_cell(f"{source} ![](attachment:a.png)", **fields)
    found.attachments = nbformat.from_dict({"a.png": {"image/png": data}})
    return found
