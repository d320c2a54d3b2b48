"""Limits on the outputs of cells while they are graded: for each cell, and in total, so that pages stay small."""

import re
from typing import Any

MAX_MESSAGES = 2000  # of one cell
MAX_ALL_MESSAGES = 5000
MAX_TEXT = 2 * 2**20  # characters of all outputs, without pictures
MAX_PICTURES = 200
MAX_ESCAPES = 5000  # terminal escape sequences: each becomes an element of a page
ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]?)?")
SHOWN = ("text/plain", "image/png")


class OutputBudget:
    """Decides for each message of a kernel whether it is kept, and reduces it to what is shown.

    Args:
        cell: characters kept of one cell's outputs, with pictures in base64.
        total: characters kept of the outputs of all cells.
    """

    def __init__(self, cell: int, total: int) -> None:
        self.cell, self.total = cell, total
        self.cut = False
        self._size = self._text = self._pictures = self._messages = self._escapes = 0
        self._cell_size = self._cell_messages = 0

    @property
    def note(self) -> str:
        """The note for a submission of which outputs were left out."""
        return (
            "Outputs of the cells while grading are shown in part: what exceeds "
            f"{self.cell / 2**20:g} MB of one cell, or {self.total / 2**20:g} MB, {MAX_TEXT / 2**20:g} MB of text, "
            f"{MAX_PICTURES} pictures or {MAX_ALL_MESSAGES:,} messages of all, was left out."
        )

    def begin(self) -> None:
        """Start counting the outputs of another cell."""
        self._cell_size = self._cell_messages = 0

    def cleared(self) -> None:
        """Release what the outputs that a cell has just cleared took up."""
        self._size -= self._cell_size
        self._cell_size = 0

    def keeps(self, kind: str, content: dict[str, Any], places: int) -> bool:
        """Reduce the content of a message in place, and return whether it fits.

        Args:
            kind: the type of the message.
            content: as received; a stream's text is cut where only a part of it fits.
            places: how many outputs will hold a copy of it.
        """
        left = max(0, min(self.cell - self._cell_size, self.total - self._size))
        picture = 0
        if kind == "stream" and isinstance(text := content.get("text"), str):
            left = min(left, max(0, MAX_TEXT - self._text))
            self.cut |= len(text) > left
            content["text"] = self._plain(text[:left])
            size = len(content["text"])
        else:
            picture = self._reduce(content)
            size = len(str(content))
        self._messages += 1
        self._cell_messages += 1
        copies = max(1, places)
        fits = (
            size * copies <= left
            and left > 0
            and self._text + (size - picture) * copies <= MAX_TEXT
            and self._pictures + bool(picture) <= MAX_PICTURES
            and self._cell_messages <= MAX_MESSAGES
            and self._messages <= MAX_ALL_MESSAGES
        )
        self.cut |= not fits
        if fits:
            self._cell_size += size * copies
            self._size += size * copies
            self._text += (size - picture) * copies
            self._pictures += bool(picture)
        return fits

    def _reduce(self, content: dict[str, Any]) -> int:
        """Reduce the content of a message that is no stream to what is shown; return the characters of its picture."""
        data, picture = content.get("data"), 0
        if isinstance(data, dict):
            content["data"] = {key: self._plain(data[key]) for key in SHOWN if key in data}
            picture = len(str(data.get("image/png", "")))
        if isinstance(content.get("traceback"), list):
            content["traceback"] = [self._plain(line) for line in content["traceback"]]
        content["metadata"] = {}
        return picture

    def _plain(self, text: Any) -> Any:
        """Return a text, without its terminal escape sequences once there have been too many."""
        found = text.count("\x1b") if isinstance(text, str) else 0
        if self._escapes + found > MAX_ESCAPES:
            return ESCAPE.sub("", text) if isinstance(text, str) else text
        self._escapes += found
        return text
