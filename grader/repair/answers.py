"""Finds the answers of a submitted notebook in any cell, and restores their cells and metadata."""

from itertools import groupby

import nbformat
from nbformat import NotebookNode

from grader.repair import attachments
from grader.repair.halves import Joiner, remove
from grader.repair.matching import grade_id, is_code_answer, marked, most_alike, same, tasks_by_name
from grader.repair.source import blocks, defined, parses, unfenced

MAX_PIECES = 50  # into which one cell is split
MAX_LINES = 20_000  # of a cell that is split
LEFT = "A cell that holds an answer was not split: it has more than {pieces} pieces or {lines:,} lines."


def resolve_duplicates(notebook: NotebookNode, released: NotebookNode, notes: list[str]) -> None:
    """Keep each grade id on one cell: remove copies or turn them into text, join halves, keep all written texts."""
    for name, original in marked(released).items():
        duplicates = [cell for cell in notebook.cells if grade_id(cell) == name]
        if len(duplicates) < 2:
            continue
        if is_code_answer(original):
            _resolve_answers(notebook, duplicates, original, notes)
        elif original.metadata.nbgrader["locked"]:
            _demote(notebook, duplicates[:-1], original)
            notes.append(f"The check {name!r} was there {len(duplicates)} times; one copy was kept.")
        else:
            texts = [
                duplicate
                for duplicate in duplicates
                if duplicate.source.strip() and not same(duplicate.source, original.source)
            ]
            attachments.put(duplicates[-1], *attachments.join(_different(texts) or [original]))
            remove(notebook, duplicates[:-1])
            notes.append(f"The answer {name!r} was in {len(duplicates)} cells, which were merged into one.")


def _different(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Return the cells without those that have the same text and pictures as an earlier one."""
    found: dict[object, NotebookNode] = {}
    for cell in cells:
        pictures = tuple((name, tuple(bundle.items())) for name, bundle in cell.get("attachments", {}).items())
        found.setdefault((cell.source.strip(), pictures), cell)
    return list(found.values())


def _resolve_answers(
    notebook: NotebookNode, duplicates: list[NotebookNode], original: NotebookNode, notes: list[str]
) -> None:
    name = grade_id(original)
    first = duplicates[0]
    joiner = Joiner(notes)
    halves = [other for other in duplicates[1:] if joiner.join(first, other, str(name))]
    remove(notebook, halves)
    joined = {id(cell) for cell in halves}
    duplicates = [duplicate for duplicate in duplicates if id(duplicate) not in joined]
    if len(duplicates) < 2:
        return
    chosen = max(enumerate(duplicates), key=lambda pair: (*_rank(pair[1], original), pair[0]))[1]
    _demote(notebook, [duplicate for duplicate in duplicates if duplicate is not chosen], original)
    notes.append(f"The answer {name!r} was there {len(duplicates)} times; the last complete one counts.")


def _rank(cell: NotebookNode, original: NotebookNode) -> tuple[bool, bool, bool, bool]:
    """Rank how likely a cell is the answer: of the right type, complete, not a stub, and valid Python."""
    names = defined(original.source)
    return (
        bool(names & defined(unfenced(cell.source))),
        not _is_stub(cell, original),
        parses(unfenced(cell.source)),
        cell.cell_type == original.cell_type,
    )


def _is_stub(cell: NotebookNode, original: NotebookNode) -> bool:
    """Whether nothing was written into an answer cell, or into a copy of it."""
    if not cell.source.strip() or same(cell.source, original.source):
        return True
    return all("raise NotImplementedError" in source for source in (cell.source, original.source))


def _demote(notebook: NotebookNode, cells: list[NotebookNode], original: NotebookNode) -> None:
    """Remove the metadata of cells: copies of the release are removed, other definitions become text."""
    for cell in cells:
        del cell.metadata["nbgrader"]
    copies = [cell for cell in cells if not cell.source.strip() or same(cell.source, original.source)]
    remove(notebook, copies)
    gone = {id(cell) for cell in copies}
    for cell in cells:
        if id(cell) not in gone and cell.cell_type == "code" and defined(cell.source) & defined(original.source):
            turn_into(cell, "raw")


def split_merged(notebook: NotebookNode, released: NotebookNode, notes: list[str]) -> None:
    """Split each code cell that answers several tasks, or a task and its check, so that each can be judged."""
    names = tasks_by_name(released)
    checks = {name for name, cell in marked(released).items() if cell.metadata.nbgrader["locked"]}
    for cell in list(notebook.cells):
        if cell.cell_type != "code" or not names.keys() & defined(cell.source):
            continue
        pieces = _pieces(cell.source, names) if cell.source.count("\n") <= MAX_LINES else []
        tasks = list(dict.fromkeys(task for task, _ in pieces if task))
        if pieces and len(tasks) < (1 if grade_id(cell) in checks else 2):
            continue
        if not 0 < len(pieces) <= MAX_PIECES:
            notes.append(LEFT.format(pieces=MAX_PIECES, lines=MAX_LINES))
            continue
        place = next(place for place, other in enumerate(notebook.cells) if other is cell)
        fresh = [nbformat.v4.new_code_cell(source.strip("\n")) for _, source in pieces]
        own = None if grade_id(cell) in checks else grade_id(cell)
        holders = [new for new, (task, _) in zip(fresh, pieces, strict=True) if task == own]
        holder = next(iter(holders), None)
        if grade_id(cell) in checks:
            holder = most_alike(marked(released)[str(grade_id(cell))], holders, 0) or holder
        if holder is not None and "nbgrader" in cell.metadata:
            holder.metadata["nbgrader"] = cell.metadata["nbgrader"]
        notebook.cells[place : place + 1] = fresh
        what = (
            f"the answers {', '.join(map(repr, tasks))}" if len(tasks) > 1 else f"the answer {tasks[0]!r} and a check"
        )
        notes.append(f"One cell contained {what}; it was split into separate cells.")


def _pieces(source: str, names: dict[str, str]) -> list[tuple[str | None, str]]:
    """Return the source cut before and after each answer: whose answer a piece is, and its text."""
    tasks = (
        (next((names[name] for name in sorted(block.names) if name in names), None), block) for block in blocks(source)
    )
    groups = groupby(tasks, key=lambda pair: pair[0])
    pieces = [(task, "".join(block.source for _, block in group)) for task, group in groups]
    return [(task, text) for task, text in pieces if text.strip()]


def find_answers(notebook: NotebookNode, released: NotebookNode, notes: list[str]) -> None:
    """Give the mark of each code answer to the cell that defines it, where its own is gone or still the stub."""
    for name, original in marked(released).items():
        if not is_code_answer(original):
            continue
        names = defined(original.source)
        holder = marked(notebook).get(name)
        if holder is not None and names & defined(unfenced(holder.source)) and not _is_stub(holder, original):
            continue
        cells = [cell for cell in notebook.cells if grade_id(cell) is None and _defines(cell, names)]
        real = [cell for cell in cells if not _is_stub(cell, original)]
        if holder is None and cells:
            chosen = max(enumerate(cells), key=lambda pair: (*_rank(pair[1], original), pair[0]))[1]
            chosen.metadata["nbgrader"] = dict(original.metadata["nbgrader"])
            notes.append(f"Found the answer to {name!r} by what it defines; its nbgrader metadata was missing.")
        elif holder is not None and real:
            real[-1].metadata["nbgrader"] = holder.metadata["nbgrader"]
            _demote(notebook, [holder], original)
            notes.append(f"Found the answer to {name!r} in another cell; its own cell did not contain it.")


def _defines(cell: NotebookNode, names: frozenset[str]) -> bool:
    """Whether a cell defines one of some names; one that is not code has to be Python all the same."""
    code = unfenced(cell.source)
    return bool(names & defined(code)) and (cell.cell_type == "code" or parses(code))


def turn_into(cell: NotebookNode, kind: str) -> None:
    """Change the kind of a cell, as the menu of JupyterLab does; where a click can change it."""
    for key in ("outputs", "execution_count"):
        cell.pop(key, None)
    if kind == "code":
        cell.pop("attachments", None)
        cell.source = unfenced(cell.source)
        cell.outputs, cell.execution_count = [], None
    cell.cell_type = kind
