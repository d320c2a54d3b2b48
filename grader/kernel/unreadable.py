"""Cells that are not Python, as the version reads it with which the class is graded: nothing in them was run."""

import re
import sys
from dataclasses import dataclass
from typing import Any

from grader.repair.newer_python import newer_reads
from grader.repair.source import syntax_error
from grader.text import one_line

KINDS = ("SyntaxError", "IndentationError", "TabError")
INDENT = re.compile(r"([ \t]+)\S")
LONGEST = 120  # characters of a message
PYTHON = f"Python {sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True, slots=True)
class UnreadableCell:
    """One cell that could not be read.

    Attributes:
        cell: its number, from 1.
        line: of the cell, from 1; 0 if unknown, where statements before it may have run.
        text: what Python says.
        newer: whether newer versions of Python may read it.
    """

    cell: int
    line: int
    text: str
    newer: bool

    @property
    def said(self) -> str:
        """Line and message."""
        text = one_line(self.text, LONGEST)
        return f"line {self.line}: {text}" if self.line else text

    @property
    def note(self) -> str:
        """What a student is told."""
        newer = f"Newer versions of Python may read it, but the class is graded with {PYTHON}. " if self.newer else ""
        rest = "Nothing in this cell was run." if self.line else "Not all of this cell was run."
        return f"Cell {self.cell} is not valid {PYTHON} ({self.said}). {newer}{rest}"

    @property
    def reason(self) -> str:
        """What a person is told who has to look at it."""
        newer = ", though newer versions may read it" if self.newer else ""
        return f"cell {self.cell} is not valid {PYTHON}, with which the class is graded ({self.said}){newer}"


def unreadable(cell: int, source: str, reply: dict[str, Any]) -> UnreadableCell | None:
    """Return why a cell could not be read; None if it could.

    Args:
        cell: its number.
        source: of the cell.
        reply: of the kernel that ran it, which alone knows what IPython reads besides Python.
    """
    described = reply.get("failures")
    failures = [one for one in described if isinstance(one, list) and one] if isinstance(described, list) else []
    raised = [failure[0] for failure in failures] or [reply.get("ename")]
    if not any(kind in KINDS for kind in raised):
        return None
    indent = INDENT.match(source)
    code = re.sub(rf"^{indent[1]}", "", source, flags=re.MULTILINE) if indent else source  # so does IPython
    error = syntax_error(code)
    if error is not None:
        return UnreadableCell(cell, error.lineno or 0, error.msg, newer_reads(code))
    return None if failures else UnreadableCell(cell, 0, str(reply.get("evalue", "")), False)
