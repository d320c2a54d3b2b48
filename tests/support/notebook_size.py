"""How long a notebook is: `python -m tests.support.notebook_size FILE...` prints it, of any course."""

import json
import re
import statistics
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What stands in a text but is not read: the addresses of links and pictures, and HTML tags.
_UNREAD = re.compile(r"\]\([^)]*\)|<[^>]+>")


@dataclass(frozen=True)
class NotebookSize:
    """The cells of a notebook, the lines of its code cells, and the words of its text."""

    cells: int
    code_cells: int
    median_lines: float
    longest_lines: int
    words: int


def size_of(notebook: Mapping[str, Any]) -> NotebookSize:
    """Measure a notebook of format 4, as read from its JSON."""
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
    lines = [len(source.splitlines()) for kind, source in cells if kind == "code"]
    text = "\n".join(source for kind, source in cells if kind == "markdown")
    return NotebookSize(
        len(cells), len(lines), statistics.median(lines), max(lines), len(_UNREAD.sub(" ", text).split())
    )


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name, size_of(json.loads(Path(name).read_text(encoding="utf-8"))))
