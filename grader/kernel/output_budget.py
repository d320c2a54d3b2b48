"""Limits on the outputs of cells while they are graded: for each cell, and in total, so that pages stay small."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

MAX_MESSAGES = 4000  # of one cell that are shown
MAX_ALL_MESSAGES = 8000
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
        self._escapes = 0
        self._taken: Counter[str] = Counter()  # of size, text, pictures and messages
        self._before: Counter[str] = Counter()  # when the cell began

    @property
    def note(self) -> str:
        """The note for a submission of which outputs were left out."""
        return (
            "Outputs of the cells while grading are shown in part: what exceeds "
            f"{self.cell / 2**20:g} MB of one cell, or {self.total / 2**20:g} MB, {MAX_TEXT / 2**20:g} MB of text, "
            f"{MAX_PICTURES} pictures or {MAX_ALL_MESSAGES:,} messages of all, was left out."
        )

    def begin(self) -> None:
        """Begin with the outputs of another cell."""
        self._before = Counter(self._taken)

    def cleared(self) -> None:
        """Give back what a cell's outputs took that it has just cleared."""
        self._taken = Counter(self._before)

    def keeps(
        self, kind: str, content: dict[str, Any], copies: int = 1, instead: Mapping[str, int] | None = None
    ) -> Counter[str]:
        """Reduce the content of a message in place; what it takes, or nothing where there is no room for it.

        Args:
            kind: of the message.
            content: as it came; a stream's text is cut where there is room for a part of it.
            copies: how many outputs will hold it.
            instead: what those took until now.
        """
        given_back = Counter(instead)
        left = self._left(given_back)
        text = content.get("text")
        picture = 0
        if kind == "stream" and isinstance(text, str):
            left = min(left, max(0, MAX_TEXT - self._taken["text"]))
            self.cut |= len(text) > left
            content["text"] = self._plain(text[:left])
            size = len(content["text"])
        else:
            picture = self._reduce(content)
            size = len(str(content))
        one = {"size": size, "text": size - picture, "pictures": bool(picture), "messages": 1}
        takes = Counter({name: copies * amount for name, amount in one.items()})
        if left > 0 and takes["size"] <= left and self._fits(takes, given_back):
            self._taken.subtract(given_back)
            self._taken.update(takes)
            return takes
        self.cut = True
        return Counter()

    def _left(self, given_back: Counter[str]) -> int:
        """Return how many characters there is room for."""
        taken = self._taken["size"] - given_back["size"]
        return max(0, min(self.cell - (taken - self._before["size"]), self.total - taken))

    def _fits(self, takes: Counter[str], given_back: Counter[str]) -> bool:
        in_all = {name: self._taken[name] - given_back[name] + takes[name] for name in takes}
        return (
            in_all["text"] <= MAX_TEXT
            and in_all["pictures"] <= MAX_PICTURES
            and in_all["messages"] <= MAX_ALL_MESSAGES
            and in_all["messages"] - self._before["messages"] <= MAX_MESSAGES
        )

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
