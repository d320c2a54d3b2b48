"""Repairs that depend on the position of cells: written answers, imports, the order of cells."""

import copy

import nbformat

from grader.repair import attachments
from grader.repair.halves import remove
from grader.repair.matching import grade_id, is_code_answer, marked, places, same
from grader.repair.source import defined, parses


def find_texts(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode, notes: list[str]) -> None:
    """Find each written answer that has lost its mark, or was written below its cell, by the cells around it."""
    for name, original in marked(released).items():
        if is_code_answer(original) or original.metadata.nbgrader["locked"]:
            continue
        holder = marked(notebook).get(name)
        if holder is not None and not same(holder.source, original.source) and holder.source.strip():
            continue
        around = _around(notebook, released, original, holder)
        texts = [cell for cell in around if cell.source.strip() and not same(cell.source, original.source)]
        if not texts:
            continue
        first, *rest = texts
        attachments.put(first, *attachments.join(texts))
        first.metadata["nbgrader"] = copy.deepcopy(original.metadata["nbgrader"])
        remove(notebook, [*rest, *([holder] if holder is not None else [])])
        notes.append(f"Found the answer to {name!r} by its position; it was not in its own cell.")


def _around(
    notebook: nbformat.NotebookNode,
    released: nbformat.NotebookNode,
    original: nbformat.NotebookNode,
    holder: nbformat.NotebookNode | None,
) -> list[nbformat.NotebookNode]:
    """Return the unmarked text cells of the student's own between the neighbours of a released cell."""
    known = places(notebook, released)
    here = {place: index for index, place in known.items()}
    centre = next(place for place, cell in enumerate(released.cells) if cell is original)
    if centre - 1 not in here:
        return []
    start = here[centre - 1] + 1
    end = min((index for index in known if index >= start and known[index] != centre), default=len(notebook.cells))
    return [
        cell
        for cell in notebook.cells[start:end]
        if cell is not holder and grade_id(cell) is None and (cell.cell_type != "code" or not parses(cell.source))
    ]


def restore_order(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode, notes: list[str]) -> None:
    """Restore the release's order of cells if one that others depend on, such as the imports, comes too late.

    Cells of the student's own follow the cell they followed.
    """
    known = places(notebook, released)
    base = {
        place
        for place, cell in enumerate(released.cells)
        if cell.cell_type == "code" and grade_id(cell) is None and defined(cell.source)
    }
    graded = {place for place, cell in enumerate(released.cells) if grade_id(cell) and cell.cell_type == "code"}
    sequence = [known[index] for index in sorted(known)]
    late = any(
        later in base and later < earlier
        for number, earlier in enumerate(sequence)
        if earlier in graded
        for later in sequence[number + 1 :]
    )
    if not late:
        return
    groups: list[tuple[int, list[nbformat.NotebookNode]]] = [(-1, [])]
    for index, cell in enumerate(notebook.cells):
        if index in known:
            groups.append((known[index], []))
        groups[-1][1].append(cell)
    notebook.cells = [cell for _, group in sorted(groups, key=lambda group: group[0]) for cell in group]
    notes.append("The cells were in a different order; that of the homework was restored.")


def put_back_imports(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode, notes: list[str]) -> None:
    """Restore the released cell of imports, if neither it nor any other cell has those imports."""
    known = set(places(notebook, released).values())
    there = frozenset().union(*(defined(cell.source) for cell in notebook.cells if cell.cell_type == "code"))
    for place, cell in enumerate(released.cells):
        if cell.cell_type != "code" or grade_id(cell) or place in known:
            continue
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if lines and all(line.startswith(("import ", "from ")) for line in lines) and not defined(cell.source) & there:
            fresh = copy.deepcopy(cell)
            if any(other.get("id") == fresh.id for other in notebook.cells):
                fresh.id = nbformat.v4.new_code_cell().id
            notebook.cells.insert(0, fresh)
            notes.append("Restored the missing cell with the imports.")
