"""The notebook in what a file holds, in any format."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from grader.form.decoding import Unreadable, read_json

EMBEDDED = re.compile(r"data:image/[^\s\"'()<>]+")
MOST_CELLS = 3000  # that are not empty
MOST_TEXT, MOST_WITH_PICTURES = 2**20, 4 * 2**20  # characters of all cells
KINDS = {"code": "code", "markdown": "markdown", "raw": "raw", "heading": "markdown", "text": "markdown"}


@dataclass(frozen=True)
class Cell:
    """One cell: its number in the notebook from 1, its kind, its text, its grade id and cell id, its outputs."""

    number: int
    kind: str
    source: str
    grade_id: str
    cell_id: str
    outputs: list[Any] = field(default_factory=list, compare=False)


@dataclass
class Notebook:
    """A notebook that could be read: its format, its cells, its language, and what was fixed to read it."""

    version: str
    cells: list[Cell]
    language: str
    fixed: list[str]

    @property
    def contents(self) -> list[tuple[str, str]]:
        """What makes two notebooks the same."""
        return [(cell.kind, cell.source.strip()) for cell in self.cells if cell.source.strip()]


def read_notebook(data: bytes) -> Notebook:
    """Return the notebook in the bytes of a file.

    Raises:
        Unreadable: there is none.
    """
    fixed: list[str] = []
    return _notebook(read_json(data, fixed), fixed)


def _notebook(content: Any, fixed: list[str]) -> Notebook:
    if not isinstance(content, dict):
        raise Unreadable("is not a readable notebook: it contains JSON, but not a notebook")
    sheets, given = content.get("worksheets"), content.get("cells")
    if isinstance(sheets, list) and not isinstance(given, list):
        inner = [sheet.get("cells", []) for sheet in sheets if isinstance(sheet, dict)]
        given = [cell for cells in inner if isinstance(cells, list) for cell in cells]
        fixed.append("The notebook is in an old format, and is converted to the current one.")
    if not isinstance(given, list):
        raise Unreadable("is not a readable notebook: it contains JSON, but no cells")
    cells = [found for number, raw in enumerate(given, 1) for found in _cell(number, raw, fixed)]
    if len(given) > MOST_CELLS:
        cells = [cell for cell in cells if cell.source.strip() or cell.grade_id]
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"has more than {MOST_CELLS:,} cells that are not empty")
    if not cells:
        raise Unreadable("is a notebook without any cells")
    size = sum(len(cell.source) for cell in cells)
    if size > MOST_TEXT:
        bare = sum(len(EMBEDDED.sub("", cell.source)) for cell in cells)
        if bare > MOST_TEXT or size > MOST_WITH_PICTURES:
            raise Unreadable(f"holds {size / 1e6:.1f} million characters of text and code")
    version = ".".join(str(content.get(key)) for key in ("nbformat", "nbformat_minor") if _is_number(content.get(key)))
    return Notebook(version or "?", cells, _language(content.get("metadata")), fixed)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _cell(number: int, raw: Any, fixed: list[str]) -> list[Cell]:
    """Return the cell, in a list, or none where it cannot be read."""
    if not isinstance(raw, dict):
        fixed.append(f"Cell {number} cannot be read, and is left out.")
        return []
    kind, mark = raw.get("cell_type"), _mark(raw)
    if not isinstance(kind, str) or kind not in KINDS:
        kind = "code" if "execution_count" in raw or mark.get("cell_type") == "code" else "markdown"
        fixed.append(f"Cell {number} is of an unknown kind, and is read as {kind}.")
    source = raw.get("source", raw.get("input"))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        fixed.append(f"Cell {number} has no readable text, and is read as empty.")
        source = ""
    grade_id, cell_id, outputs = mark.get("grade_id"), raw.get("id"), raw.get("outputs")
    return [
        Cell(
            number,
            KINDS[kind],
            source.replace("\r\n", "\n").replace("\r", "\n"),
            grade_id if isinstance(grade_id, str) else "",
            cell_id if isinstance(cell_id, str) else "",
            [output for output in outputs if isinstance(output, dict)] if isinstance(outputs, list) else [],
        )
    ]


def _mark(raw: dict[str, Any]) -> dict[str, Any]:
    metadata = raw.get("metadata")
    mark = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return mark if isinstance(mark, dict) else {}


def _language(metadata: Any) -> str:
    for key, part in (("kernelspec", "language"), ("language_info", "name")):
        known = metadata.get(key) if isinstance(metadata, dict) else None
        found = known.get(part) if isinstance(known, dict) else None
        if isinstance(found, str):
            return found
    return "python"
