"""A small handout and the graded notebook of one who has answered it, made without a kernel."""

import base64
import io

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image


def marked(cell: NotebookNode, grade_id: str, **mark: object) -> NotebookNode:
    """A cell with nbgrader's mark."""
    plain = {"grade": False, "locked": False, "schema_version": 3, "solution": False, "task": False}
    cell.metadata["nbgrader"] = {**plain, "grade_id": grade_id, **mark}
    return cell


def released() -> NotebookNode:
    """Two tasks, one of them written."""
    cells = [
        new_markdown_cell("# Arithmetic\n\nDo $2 x$."),
        new_markdown_cell("## Task 1: double (4 points)"),
        marked(new_code_cell("def double(number): ..."), "double-answer", solution=True),
        marked(new_code_cell("assert double(2) == 4"), "double", grade=True, locked=True, points=4),
        new_code_cell("plt.plot()"),
        new_markdown_cell("## Task 2: why (2 points)"),
        marked(new_markdown_cell("Your answer"), "why", grade=True, solution=True, points=2),
    ]
    return new_notebook(cells=cells)


def png() -> str:
    """A small picture in base64."""
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def graded() -> NotebookNode:
    """Both tasks answered, and two figures below the handout's plot."""
    notebook = from_dict(released())
    notebook.cells[2].source = "def double(number):\n    return number ** 2"
    notebook.cells[4].outputs = [
        new_output("display_data", {"image/png": png()}, metadata={"grader": {"figure": "as handed in"}}),
        new_output(
            "display_data",
            {"image/png": png()},
            metadata={"grader": {"figure": "drawn while grading, after 20 training steps"}},
        ),
    ]
    notebook.cells[6].source = "Because $f(x) = 2 x$ is *linear*."
    return notebook
