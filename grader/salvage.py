"""Makes a valid notebook of whatever JSON a notebook's file holds; what does no harm is kept, the rest is told."""

import re
from collections import Counter
from typing import Any

import nbformat

from grader.errors import UnreadableSubmission
from grader.student_figures import KEY

KINDS = {"code": "code", "markdown": "markdown", "raw": "raw", "heading": "markdown", "text": "markdown"}
MAX_CELLS = 3000
MAX_TEXT = 4 * 2**20  # characters of all cells together
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
FIELDS = {"kernelspec": ("name", "display_name", "language"), "language_info": ("name",)}


def salvage(content: Any, notes: list[str]) -> nbformat.NotebookNode:
    """A notebook of the current format with the readable cells of parsed JSON; repairs are added to the notes.

    Raises:
        UnreadableSubmission: there is no notebook in it.
    """
    content = _modern(content, notes)
    damage: Counter[str] = Counter()
    cells = [cell for raw in content["cells"] if (cell := _cell(raw, damage)) is not None]
    notes += [sentence.format(count=count) for sentence, count in damage.items()]
    if len(cells) > MAX_CELLS:
        kept = [cell for cell in cells if cell.source.strip() or "nbgrader" in cell.metadata]
        if len(kept) > MAX_CELLS:
            raise _refused(f"holds {len(kept):,} cells; at most {MAX_CELLS:,} are read")
        notes.append(f"Empty cells were left out: {len(cells) - len(kept):,}.")
        cells = kept
    if not cells:
        raise _refused("is a notebook without any cells")
    size = sum(len(cell.source) for cell in cells)
    if size > MAX_TEXT:
        raise _refused(f"holds {size / 1e6:.0f} million characters of text and code")
    _give_ids(cells, notes)
    return nbformat.v4.new_notebook(cells=cells, metadata=_metadata(content.get("metadata")))


def _modern(content: Any, notes: list[str]) -> dict[str, Any]:
    """The content in format 4, checked only so far that it has a list of cells."""
    if not isinstance(content, dict):
        raise _refused("is not a readable notebook: it holds JSON, but no notebook")
    if isinstance(content.get("worksheets"), list) and not isinstance(content.get("cells"), list):
        version = content.get("nbformat") if content.get("nbformat") in (2, 3) else 3
        for sheet in content["worksheets"]:
            for cell in sheet.get("cells", []) if isinstance(sheet, dict) else []:
                if isinstance(cell, dict) and cell.get("cell_type") == "code":
                    cell.update(outputs=[], prompt_number=None)
        try:
            old = {"metadata": {}, "nbformat_minor": 0, **content, "nbformat": version}
            content = nbformat.convert(nbformat.from_dict(old), 4)
        except Exception as error:  # nbformat has no one error for what it cannot convert
            raise _refused(f"is of the old format {version} and damaged ({type(error).__name__})") from error
        notes.append(f"The notebook was of the old format {version}, and was brought up to date.")
    if not isinstance(content.get("cells"), list):
        raise _refused("is not a readable notebook: it holds JSON, but no cells")
    return content


def _cell(raw: Any, damage: Counter[str]) -> nbformat.NotebookNode | None:
    if not isinstance(raw, dict):
        damage["Cells that could not be read were left out: {count}."] += 1
        return None
    kind = raw.get("cell_type")
    if not isinstance(kind, str) or kind not in KINDS:
        kind = "code" if "execution_count" in raw or _mark(raw).get("cell_type") == "code" else "markdown"
        damage["Cells of no known kind were read as code or as text: {count}."] += 1
    source = _text(raw.get("source", raw.get("input", "")))
    if source is None or not ({"source", "input"} & set(raw)):
        damage["Cells without a text that could be read are empty now: {count}."] += 1
    cell = nbformat.from_dict({"cell_type": KINDS[kind], "metadata": {}, "source": source or ""})
    if cell.cell_type == "code":
        cell.update(execution_count=None, outputs=[])
        if raw.get(KEY):
            cell.metadata[KEY] = {"figures": raw[KEY]}
    if kind == "heading" and source:
        cell.source = f"# {source}"
    if mark := _mark(raw):
        cell.metadata["nbgrader"] = nbformat.from_dict(mark)
    if cell.cell_type != "code" and (attachments := _attachments(raw.get("attachments"))):
        cell["attachments"] = nbformat.from_dict(attachments)
    cell["id"] = raw.get("id")
    return cell


def _mark(raw: dict[str, Any]) -> dict[str, Any]:
    """nbgrader's mark, as far as it is plain."""
    metadata = raw.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    plain = (str, int, float, bool, type(None))
    return {key: value for key, value in mark.items() if isinstance(value, plain)} if isinstance(mark, dict) else {}


def _text(value: Any) -> str | None:
    """The text of a cell with plain line ends and nothing that UTF-8 cannot hold; None of what is no text."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    if not isinstance(value, str):
        return None
    return value.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()


def _attachments(value: Any) -> dict[str, dict[str, str]]:
    bundles = value.items() if isinstance(value, dict) else ()
    texts = {
        name: {kind: data for kind, data in bundle.items() if isinstance(data, str)}
        for name, bundle in bundles
        if isinstance(bundle, dict)
    }
    return {name: bundle for name, bundle in texts.items() if bundle}


def _give_ids(cells: list[nbformat.NotebookNode], notes: list[str]) -> None:
    """An id of its own for each cell; that a cell never had one is no damage."""
    taken: set[str] = set()
    mended = False
    for place, cell in enumerate(cells):
        known = cell["id"]
        if not isinstance(known, str) or not CELL_ID.fullmatch(known) or known in taken:
            mended = mended or known is not None
            cell["id"] = next(name for n in range(place, place + len(cells) + 2) if (name := f"cell-{n}") not in taken)
        taken.add(cell["id"])
    if mended:
        notes.append("Some cells had the id of another cell, or one that is not allowed; they got new ones.")


def _metadata(raw: Any) -> dict[str, Any]:
    """Which language and kernel the notebook names, where it does so in the usual way."""
    found: dict[str, Any] = {}
    for key, fields in FIELDS.items():
        value = raw.get(key) if isinstance(raw, dict) else None
        if isinstance(value, dict):
            found[key] = {field: value[field] for field in fields if isinstance(value.get(field), str)}
    return found


def _refused(what: str) -> UnreadableSubmission:
    return UnreadableSubmission("notebook", what, "Ask for the .ipynb file as JupyterLab saves it.")
