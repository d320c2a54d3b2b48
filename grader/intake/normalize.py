"""Makes a valid notebook of the JSON in a notebook's file; harmless parts are kept, and repairs are noted."""

import re
from collections import Counter
from itertools import count
from typing import Any

import nbformat

from grader.errors import UnreadableSubmission
from grader.intake.shortened import MARK
from grader.notebooks import OWN
from grader.pictures import EMBEDDED

KINDS = {"code": "code", "markdown": "markdown", "raw": "raw", "heading": "markdown", "text": "markdown"}
MAX_CELLS = 3000
MAX_TEXT = 2**20  # characters of all cells together, without pictures
MAX_ALL = 4 * 2**20  # with those that are written out in them
MAX_WORD = 200  # characters of what metadata name
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
FIELDS = {"kernelspec": ("name", "display_name", "language"), "language_info": ("name",)}


def normalize(content: Any, notes: list[str]) -> nbformat.NotebookNode:
    """Return a notebook of the current format with the readable cells of parsed JSON; repairs are added to the notes.

    Raises:
        UnreadableSubmission: there is no notebook in it.
    """
    content = _modern(content, notes)
    damage: Counter[str] = Counter()
    cells = _cells(content["cells"], damage, notes)
    notes += [sentence.format(count=count) for sentence, count in damage.items()]
    if not cells:
        raise _refused("is a notebook without any cells")
    size = sum(len(cell.source) for cell in cells)
    bare = size if size <= MAX_TEXT else sum(len(EMBEDDED.sub("", cell.source)) for cell in cells)
    if bare > MAX_TEXT or size > MAX_ALL:
        raise _refused(f"holds {size / 1e6:.1f} million characters of text and code")
    _give_ids(cells, notes)
    return nbformat.v4.new_notebook(cells=cells, metadata=_metadata(content.get("metadata")))


def _modern(content: Any, notes: list[str]) -> dict[str, Any]:
    """Return the content in format 4, checked only so far that it has a list of cells."""
    if not isinstance(content, dict):
        raise _refused("is not a readable notebook: it contains JSON, but not a notebook")
    if isinstance(content.get("worksheets"), list) and not isinstance(content.get("cells"), list):
        version = content.get("nbformat") if content.get("nbformat") in (2, 3) else 3
        for sheet in content["worksheets"]:
            for cell in sheet.get("cells", []) if isinstance(sheet, dict) else []:
                if isinstance(cell, dict) and cell.get("cell_type") == "code":
                    cell.update(outputs=[], prompt_number=None)
        try:
            old = {"metadata": {}, "nbformat_minor": 0, **content, "nbformat": version}
            content = nbformat.convert(nbformat.from_dict(old), 4)
        except Exception as error:  # nbformat raises many kinds of errors when a conversion fails
            raise _refused(f"is in the old format {version} and damaged ({type(error).__name__})") from error
        notes.append(f"The notebook was in the old format {version} and was converted to the current one.")
    if not isinstance(content.get("cells"), list):
        raise _refused("is not a readable notebook: it contains JSON, but no cells")
    return dict(content)


def _cells(given: list[Any], damage: Counter[str], notes: list[str]) -> list[nbformat.NotebookNode]:
    """Return the cells that can be read; without the empty ones where there are very many."""
    many = len(given) > MAX_CELLS
    cells: list[nbformat.NotebookNode] = []
    empty = 0
    for raw in given:
        cell = _cell(raw, damage)
        if cell is not None and many and not (cell.source.strip() or "nbgrader" in cell.metadata):
            empty += 1
        elif cell is not None:
            cells.append(cell)
        if len(cells) > MAX_CELLS:
            raise _refused(f"has more than {MAX_CELLS:,} cells that are not empty")
    if empty:
        notes.append(f"Empty cells were left out: {empty:,}.")
    return cells


def _cell(raw: Any, damage: Counter[str]) -> nbformat.NotebookNode | None:
    if not isinstance(raw, dict):
        damage["Cells that could not be read were left out: {count}."] += 1
        return None
    kind = raw.get("cell_type")
    if not isinstance(kind, str) or kind not in KINDS:
        kind = "code" if "execution_count" in raw or _mark(raw).get("cell_type") == "code" else "markdown"
        damage["Cells of unknown type were read as code or as text: {count}."] += 1
    source = _text(raw.get("source", raw.get("input", "")))
    if source is None or not ({"source", "input"} & set(raw)):
        damage["Cells whose source could not be read are now empty: {count}."] += 1
    cell = nbformat.from_dict({"cell_type": KINDS[kind], "metadata": {}, "source": source or ""})
    if cell.cell_type == "code":
        cell.update(execution_count=None, outputs=[])
        if kept := {name: value for name, value in raw.get(OWN, {}).items() if value}:
            cell.metadata[OWN] = kept
    if kind == "heading" and source:
        cell.source = f"# {source}"
    if mark := _mark(raw):
        cell.metadata["nbgrader"] = nbformat.from_dict(mark)
    if cell.cell_type != "code" and raw.get("attachments"):
        cell["attachments"] = nbformat.from_dict(raw["attachments"])
    cell["id"] = raw.get("id")
    return cell


def _mark(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the mark that nbgrader gave a cell, as far as it is plain data."""
    metadata = raw.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    plain = (int, float, bool, type(None))
    pairs = mark.items() if isinstance(mark, dict) else ()
    kept = {key: value for key, value in pairs if isinstance(value, plain) or _is_word(value)}
    return {key: value for key, value in kept.items() if len(key) <= MAX_WORD}


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MAX_WORD


def _text(value: Any) -> str | None:
    """Return the text of a cell with plain line ends and nothing that UTF-8 cannot hold; None of what is no text."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    if not isinstance(value, str) or value == MARK:
        return None
    return value.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()


def _give_ids(cells: list[nbformat.NotebookNode], notes: list[str]) -> None:
    """Give each cell an id of its own; that a cell never had one is no damage."""
    taken: set[str] = set()
    repaired = False
    numbers = count()
    for cell in cells:
        known = cell["id"]
        if not isinstance(known, str) or not CELL_ID.fullmatch(known) or known in taken:
            repaired = repaired or known is not None
            cell["id"] = next(name for number in numbers if (name := f"cell-{number}") not in taken)
        taken.add(cell["id"])
    if repaired:
        notes.append("Some cells had a duplicate or invalid id; they got new ones.")


def _metadata(raw: Any) -> dict[str, Any]:
    """Which language and kernel the notebook names, where it does so in the usual way."""
    found: dict[str, Any] = {}
    for key, fields in FIELDS.items():
        value = raw.get(key) if isinstance(raw, dict) else None
        if isinstance(value, dict):
            found[key] = {field: value[field][:MAX_WORD] for field in fields if isinstance(value.get(field), str)}
    return found


def _refused(what: str) -> UnreadableSubmission:
    return UnreadableSubmission("notebook", what, "Ask for the .ipynb file as JupyterLab saves it.")
