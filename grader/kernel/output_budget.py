"""What a notebook's cells may put out while they are graded: so much each, and so much in all that pages can show."""

import re
from typing import Any

MAX_MESSAGES = 2000  # of one cell
MAX_ALL_MESSAGES = 5000
MAX_TEXT = 2 * 2**20  # characters of all outputs, without pictures
MAX_PICTURES = 200
MAX_ESCAPES = 5000  # signs that steer a terminal: each becomes an element of a page
ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]?)?")
SHOWN = ("text/plain", "image/png")


class OutputBudget:
    """Tells of each message of a kernel whether it is kept, and reduces it to what is shown.

    Args:
        cell: characters that are kept of one cell's outputs, pictures in base64.
        total: characters that are kept of all cells'.
    """

    def __init__(self, cell: int, total: int) -> None:
        self.cell, self.total = cell, total
        self.cut = False
        self._size = self._text = self._pictures = self._messages = self._escapes = 0
        self._cell_size = self._cell_messages = 0

    @property
    def note(self) -> str:
        """What is told where something was left out."""
        return (
            "Outputs of the cells while grading are shown in part: what exceeds "
            f"{self.cell / 2**20:g} MB of one cell, or {self.total / 2**20:g} MB, {MAX_TEXT / 2**20:g} MB of text, "
            f"{MAX_PICTURES} pictures or {MAX_ALL_MESSAGES:,} messages of all, was left out."
        )

    def begin(self) -> None:
        """Begin with the outputs of another cell."""
        self._cell_size = self._cell_messages = 0

    def cleared(self) -> None:
        """Give back what a cell's outputs took that it has just cleared."""
        self._size -= self._cell_size
        self._cell_size = 0

    def keeps(self, kind: str, content: dict[str, Any], places: int) -> bool:
        """Reduce the content of a message in place; whether there is room for it.

        Args:
            kind: of the message.
            content: as it came; a stream's text is cut where there is room for a part of it.
            places: how many outputs will hold a copy of it.
        """
        left = max(0, min(self.cell - self._cell_size, self.total - self._size))
        text, data = content.get("text"), content.get("data")
        picture = 0
        if kind == "stream" and isinstance(text, str):
            left = min(left, max(0, MAX_TEXT - self._text))
            self.cut |= len(text) > left
            content["text"] = self._plain(text[:left])
            size = len(content["text"])
        else:
            if isinstance(data, dict):
                content["data"] = {key: self._plain(data[key]) for key in SHOWN if key in data}
                picture = len(str(data.get("image/png", "")))
            if isinstance(content.get("traceback"), list):
                content["traceback"] = [self._plain(line) for line in content["traceback"]]
            content["metadata"] = {}
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

    def _plain(self, text: Any) -> Any:
        """Return a text without what steers a terminal, once there was very much of that."""
        found = text.count("\x1b") if isinstance(text, str) else 0
        if self._escapes + found > MAX_ESCAPES:
            return ESCAPE.sub("", text) if isinstance(text, str) else text
        self._escapes += found
        return text
