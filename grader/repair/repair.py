"""Restores the cells and metadata that grading needs; every repair is noted in one line."""

import copy

import nbformat

from grader.repair.additions import Additions, additions
from grader.repair.answers import find_answers, resolve_duplicates, split_merged, turn_into
from grader.repair.halves import join_halves
from grader.repair.matching import MAX_CELLS, grade_id, is_code_answer, marked, most_alike, same, tasks_by_name
from grader.repair.order import find_texts, put_back_imports, restore_order
from grader.repair.source import clear_cache, defined, is_short

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
STUB_ALIKE = 60.0  # percent: an answer is the stub with something written into it
CHECK_ALIKE = 97.0  # percent: restoring the text discards everything else in the cell


def repair(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode) -> list[str]:
    """Bring a submitted notebook into the form of the released one, in place, and return a line for each repair.

    Answers are found by their grade id, else by what they define, else by their cell id, else by how much they are
    like the release. Missing graded cells are restored.
    """
    clear_cache()
    notes: list[str] = []
    if unread := sum(not is_short(cell.source) for cell in notebook.cells if cell.cell_type == "code"):
        notes.append(f"Cells too long to be searched for answers: {unread}.")
    if len(notebook.cells) > MAX_CELLS:
        notes.append(f"Answers without nbgrader metadata were searched for in the first {MAX_CELLS:,} cells only.")
    _drop_foreign_marks(notebook, released)
    resolve_duplicates(notebook, released, notes)
    join_halves(notebook, released, notes)
    split_merged(notebook, released, notes)
    find_answers(notebook, released, notes)
    _find_others(notebook, released, notes)
    find_texts(notebook, released, notes)
    added = _restore(notebook, released, notes)
    put_back_imports(notebook, released, notes)
    restore_order(notebook, released, notes)
    for addition in added:
        addition.put(notebook, marked(notebook)[addition.check])
    kernel = notebook.metadata.get("kernelspec")
    if not isinstance(kernel, dict) or kernel.get("name") != "python3":
        notes.append("Set the kernel to Python 3.")
    notebook.metadata["kernelspec"] = copy.deepcopy(released.metadata.get("kernelspec", KERNELSPEC))
    return notes


def _drop_foreign_marks(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode) -> None:
    """Remove metadata of other notebooks, and that of answers on the answer to another task."""
    wanted, names = marked(released), tasks_by_name(released)
    for cell in notebook.cells:
        name = grade_id(cell)
        tasks = {names[word] for word in defined(cell.source) if word in names} if name in names.values() else set()
        if "nbgrader" in cell.metadata and (name not in wanted or (tasks and name not in tasks)):
            del cell.metadata["nbgrader"]


def _find_others(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode, notes: list[str]) -> None:
    """Find cells without metadata by their cell id, else by their text."""
    for name, original in marked(released).items():
        if name in marked(notebook):
            continue
        free = [cell for cell in notebook.cells if grade_id(cell) is None]
        by_id = (cell for cell in free if cell.get("id") == original.get("id", ""))
        cell = next((cell for cell in by_id if cell.cell_type == original.cell_type), None)
        how = "cell id"
        if cell is None:
            cell = most_alike(original, free, STUB_ALIKE if is_code_answer(original) else CHECK_ALIKE)
            how = "text"
        if cell is not None:
            cell.metadata["nbgrader"] = copy.deepcopy(original.metadata["nbgrader"])
            notes.append(f"Found the cell {name!r} by its {how}; its nbgrader metadata was missing.")


def _restore(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode, notes: list[str]) -> list[Additions]:
    """Give every graded cell its mark, its kind and, where students have nothing to write, its text.

    Returns:
        What students had added to the code of cells whose text was restored.
    """
    wanted = marked(released)
    added: list[Additions] = []
    for place, (name, original) in enumerate(wanted.items()):
        cell = marked(notebook).get(name)
        if cell is None:
            cell = copy.deepcopy(original)
            _insert(notebook, cell, list(wanted)[:place])
            notes.append(f"Restored the missing cell {name!r}.")
        cell.metadata["nbgrader"] = copy.deepcopy(original.metadata["nbgrader"])
        if cell.cell_type != original.cell_type:
            notes.append(f"Made the cell {name!r} a {original.cell_type} cell again.")
            _keep_pictures(notebook, cell, original, notes)
            turn_into(cell, original.cell_type)
        if original.metadata.nbgrader["locked"] and cell.source != original.source:
            added += _restore_text(cell, original, notes, frozenset(tasks_by_name(released)))
    return added


def _restore_text(
    cell: nbformat.NotebookNode, original: nbformat.NotebookNode, notes: list[str], answers: frozenset[str]
) -> list[Additions]:
    """Give a cell the text that it was given out with; what had been added to its code, if that can be kept."""
    edited, cell.source = cell.source, original.source
    if "attachments" in original:
        cell.attachments = copy.deepcopy(original.attachments)
    if same(edited, original.source):
        return []
    name = str(grade_id(original))
    found = additions(name, edited, original.source, answers) if original.cell_type == "code" else None
    rest = "; lines that had been added to it have a cell of their own." if found else "."
    notes.append(f"Restored the check cell {name!r}, which was edited{rest}")
    return [found] if found else []


def _keep_pictures(
    notebook: nbformat.NotebookNode, cell: nbformat.NotebookNode, original: nbformat.NotebookNode, notes: list[str]
) -> None:
    """Show in a text cell below a cell the pictures that it loses when it becomes code."""
    pictures = cell.get("attachments", {})
    if original.cell_type != "code" or not pictures:
        return
    shown = nbformat.v4.new_markdown_cell("\n\n".join(f"![](attachment:{name})" for name in pictures))
    shown.attachments = copy.deepcopy(pictures)
    notebook.cells.insert(notebook.cells.index(cell) + 1, shown)
    notes.append(
        f"The pictures of the cell {grade_id(original)!r} were moved below it, because code cells cannot hold any."
    )


def _insert(notebook: nbformat.NotebookNode, cell: nbformat.NotebookNode, before: list[str]) -> None:
    """Put a cell behind the last of the cells that come before it in the release."""
    positions = [index for index, other in enumerate(notebook.cells) if grade_id(other) in before]
    if any(other.get("id") == cell.id for other in notebook.cells):
        cell.id = nbformat.v4.new_code_cell().id
    notebook.cells.insert(positions[-1] + 1 if positions else len(notebook.cells), cell)
