"""Gives a submission back the cells and ids that grading needs; every repair is told in one line."""

import ast
import copy
import uuid

import nbformat

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def repair(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode) -> list[str]:
    """Bring a submitted notebook into the form of the released one, in place; what was done, a line each.

    Answers are found by their grade id, else by what they define, else by their cell id. Cells that are gone come back.
    """
    notes: list[str] = []
    wanted = {grade_id: cell for cell in released.cells if (grade_id := _id(cell))}
    _drop_foreign_ids(notebook, wanted, notes)
    for place, (grade_id, original) in enumerate(wanted.items()):
        cell = _find(notebook, grade_id)
        if cell is None and original.cell_type == "code" and not original.metadata.nbgrader["locked"]:
            cell = _find_by_definition(notebook, original)
            if cell is not None:
                notes.append(f"Found the answer to {grade_id!r} by what it defines; its mark was gone.")
        if cell is None:
            cell = _find_by_cell_id(notebook, original)
            if cell is not None:
                notes.append(f"Found the cell {grade_id!r} by its cell id; its mark was gone.")
        if cell is None:
            cell = copy.deepcopy(original)
            _insert(notebook, cell, list(wanted)[:place])
            notes.append(f"Put back the cell {grade_id!r}, which was missing.")
        cell.metadata["nbgrader"] = copy.deepcopy(original.metadata["nbgrader"])
        if cell.cell_type != original.cell_type:
            notes.append(f"Made the cell {grade_id!r} a {original.cell_type} cell again.")
            _turn_into(cell, original.cell_type)
        if original.metadata.nbgrader["locked"] and cell.source != original.source:
            cell.source = original.source
            notes.append(f"Restored the check cell {grade_id!r}, which was edited.")
    kernel = notebook.metadata.get("kernelspec")
    if not isinstance(kernel, dict) or kernel.get("name") != "python3":
        notes.append("Set the kernel to Python 3.")
    notebook.metadata["kernelspec"] = copy.deepcopy(released.metadata.get("kernelspec", KERNELSPEC))
    return notes


def _id(cell: nbformat.NotebookNode) -> str | None:
    mark = cell.metadata.get("nbgrader")
    grade_id = mark.get("grade_id") if isinstance(mark, dict) else None
    return grade_id if isinstance(grade_id, str) else None


def _find(notebook: nbformat.NotebookNode, grade_id: str) -> nbformat.NotebookNode | None:
    return next((cell for cell in notebook.cells if _id(cell) == grade_id), None)


def _drop_foreign_ids(
    notebook: nbformat.NotebookNode, wanted: dict[str, nbformat.NotebookNode], notes: list[str]
) -> None:
    """Leave one cell for each known id: the one whose type fits, the longest of those."""
    for grade_id, original in wanted.items():
        twins = [cell for cell in notebook.cells if _id(cell) == grade_id]
        twins.sort(key=lambda cell: (cell.cell_type == original.cell_type, len(cell.source)))
        for twin in twins[:-1]:
            del twin.metadata["nbgrader"]
        if len(twins) > 1:
            notes.append(f"The cell {grade_id!r} stood there {len(twins)} times; the longest counts.")
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata and _id(cell) not in wanted:
            del cell.metadata["nbgrader"]


def _find_by_definition(
    notebook: nbformat.NotebookNode, original: nbformat.NotebookNode
) -> nbformat.NotebookNode | None:
    """The last unmarked code cell that defines what the released answer cell defines."""
    names = _defined(original.source)
    for cell in reversed(notebook.cells):
        if cell.cell_type == "code" and _id(cell) is None and names & _defined(cell.source):
            return cell
    return None


def _find_by_cell_id(notebook: nbformat.NotebookNode, original: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    """The unmarked cell of the released cell's kind that still has its cell id."""
    for cell in notebook.cells:
        if _id(cell) is None and cell.cell_type == original.cell_type and cell.get("id") == original.get("id", ""):
            return cell
    return None


def _turn_into(cell: nbformat.NotebookNode, kind: str) -> None:
    """Change the kind of a cell, as the menu of JupyterLab does; a click there can take it away."""
    for key in ("outputs", "execution_count", "attachments"):
        cell.pop(key, None)
    cell.cell_type = kind
    if kind == "code":
        cell.outputs, cell.execution_count = [], None


def _defined(source: str) -> set[str]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in tree.body if isinstance(node, kinds)}


def _insert(notebook: nbformat.NotebookNode, cell: nbformat.NotebookNode, before: list[str]) -> None:
    """Put a cell behind the last of the cells that come before it in the release."""
    places = [index for index, other in enumerate(notebook.cells) if _id(other) in before]
    if any(other.get("id") == cell.id for other in notebook.cells):
        cell.id = uuid.uuid4().hex[:8]
    notebook.cells.insert(places[-1] + 1 if places else len(notebook.cells), cell)
