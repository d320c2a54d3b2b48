"""What can happen to a notebook before it is handed in; cells are named by grade id or cell id, all by ``["*"]``."""

import base64
import copy
import io
import random
from collections.abc import Callable
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell
from PIL import Image

Notebook = nbformat.NotebookNode
NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


def names(cell: dict[str, Any]) -> list[str]:
    return [name for name in (cell.get("id"), cell["metadata"].get("nbgrader", {}).get("grade_id")) if name]


def _cell(notebook: Notebook, name: str) -> Notebook:
    return next(cell for cell in notebook.cells if name in names(cell))


def _chosen(notebook: Notebook, cells: list[str]) -> list[Notebook]:
    return list(notebook.cells) if cells == ["*"] else [_cell(notebook, name) for name in cells]


def drop(notebook: Notebook, cells: list[str]) -> None:
    """Delete cells."""
    for cell in _chosen(notebook, cells):
        notebook.cells.remove(cell)


def keep(notebook: Notebook, cells: list[str]) -> None:
    """Delete all other cells."""
    notebook.cells = _chosen(notebook, cells)


def unmark(notebook: Notebook, cells: list[str]) -> None:
    """Take nbgrader's marks away."""
    for cell in _chosen(notebook, cells):
        cell.metadata.pop("nbgrader", None)


def forget_ids(notebook: Notebook) -> None:
    """Save it as programs do that know nothing of cell ids."""
    for cell in notebook.cells:
        del cell["id"]
    notebook.nbformat_minor = 4


def write(notebook: Notebook, cell: str, source: str = "", before: str = "", after: str = "") -> None:
    """Give a cell another text, or one with something before or after it."""
    there = _cell(notebook, cell)
    there.source = source or f"{before}{there.source}{after}"


def swap(notebook: Notebook, cell: str, old: str, new: str) -> None:
    """Replace a piece of a cell's text."""
    there = _cell(notebook, cell)
    assert old in there.source, f"{old!r} is not in {cell}"
    there.source = there.source.replace(old, new)


def kind(notebook: Notebook, cell: str, to: str) -> None:
    """Turn a cell into one of another kind."""
    there = _cell(notebook, cell)
    fresh = NEW[to](there.source, metadata=there.metadata, id=there.id)
    notebook.cells[notebook.cells.index(there)] = fresh


def add(notebook: Notebook, after: str, source: str, kind: str = "code", copy_of: str = "") -> None:
    """Add a cell, with the text and mark of another one if so wished."""
    fresh = NEW[kind](source)
    if copy_of:
        other = _cell(notebook, copy_of)
        fresh = NEW[kind](source or other.source, metadata=copy.deepcopy(other.metadata))
    notebook.cells.insert(notebook.cells.index(_cell(notebook, after)) + 1, fresh)


def take_out(notebook: Notebook, cell: str, after: str, stub: str = "") -> None:
    """Move the answer of a cell into a new, unmarked cell further down, and leave something else in its place."""
    there = _cell(notebook, cell)
    add(notebook, after=after, source=there.source)
    there.source = stub


def split(notebook: Notebook, cell: str, at: str, marked: bool = True) -> None:
    """Split a cell before a piece of its text, as the editor does; the second half has the mark too, or has not."""
    there = _cell(notebook, cell)
    place = there.source.index(at)
    fresh = NEW[there.cell_type](there.source[place:], metadata=copy.deepcopy(there.metadata) if marked else {})
    there.source = there.source[:place].rstrip("\n")
    notebook.cells.insert(notebook.cells.index(there) + 1, fresh)


def merge(notebook: Notebook, cells: list[str]) -> None:
    """Merge cells into the first of them, which keeps its mark."""
    first, *others = _chosen(notebook, cells)
    for other in others:
        first.source = f"{first.source}\n\n{other.source}"
        notebook.cells.remove(other)


def merge_all(notebook: Notebook) -> None:
    """Put all code into one cell without a mark, and drop the text."""
    code = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    notebook.cells = [new_code_cell(code)]


def ran(notebook: Notebook, cells: list[str]) -> None:
    """Run cells, none of which fails."""
    for count, cell in enumerate(_chosen(notebook, cells), start=1):
        cell.execution_count = count
        cell.outputs = [new_output("stream", text="It looks right.\n")]


def move(notebook: Notebook, cells: list[str], after: str = "") -> None:
    """Move cells behind another one, or to the end."""
    for cell in _chosen(notebook, cells):
        notebook.cells.remove(cell)
        place = notebook.cells.index(_cell(notebook, after)) + 1 if after else len(notebook.cells)
        notebook.cells.insert(place, cell)


def turn_round(notebook: Notebook) -> None:
    """The last cell first."""
    notebook.cells.reverse()


def metadata(notebook: Notebook, to: dict[str, Any], cells: list[str] | None = None) -> None:
    """Replace the notebook's metadata, or add to that of cells."""
    if cells is None:
        notebook.metadata = nbformat.from_dict(to)
    for number, cell in enumerate(_chosen(notebook, cells or [])):
        cell.metadata.update(
            {key: value.format(number) if isinstance(value, str) else value for key, value in to.items()}
        )


def old_format(notebook: Notebook, version: int) -> None:
    """Convert it to an old format."""
    old = copy.deepcopy(nbformat.convert(notebook, version))  # it may be the notebook itself
    notebook.clear()
    notebook.update(old)


def outputs(notebook: Notebook, megabytes: int) -> None:
    """Give a cell as much output as this, in pictures of a megabyte."""
    side = 500  # pixels of noise, which no format makes smaller
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(0).randbytes(3 * side * side)).save(file, "PNG")
    data = {"image/png": base64.b64encode(file.getvalue()).decode("ascii")}
    picture = {"output_type": "display_data", "metadata": {}, "data": data}
    _cell(notebook, "task-1-figure").outputs = [nbformat.from_dict(picture)] * megabytes


def many(notebook: Notebook, count: int, source: str = "") -> None:
    """Add as many cells."""
    cell = new_code_cell(source)
    notebook.cells += [nbformat.NotebookNode({**cell, "id": f"empty-{number}"}) for number in range(count)]


EDITS: dict[str, Callable[..., None]] = {
    function.__name__: function
    for function in (
        *(drop, keep, unmark, forget_ids, write, swap, kind, add, take_out, split, merge, merge_all),
        *(ran, move, turn_round, metadata, old_format, outputs, many),
    )
}
