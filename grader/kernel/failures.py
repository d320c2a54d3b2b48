"""Statements of a submission's cells that failed, and whether the place where the class is graded may be why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grader.text import one_line

MOST = 10  # of one cell
LONGEST = 200  # characters of a text
HERE = "where the class is graded"
MODULE = re.compile(r"No module named '(?P<name>[\w.]+)'")
MAGIC = re.compile(r"get_ipython\(\)\.run_(?:line|cell)_magic\('(?P<name>\w+)', '(?P<rest>[^']*)'")
VERSION = re.compile(r"^module '\w[^']*' has no attribute '|\bwas removed in the \w+ [\d.]+ release")
NO_NETWORK = ("URLError", "ConnectionError", "gaierror", "ConnectTimeout", "SSLError", "HTTPError")


@dataclass(frozen=True, slots=True)
class Failure:
    """One statement that failed; everything in it is what the student's kernel says.

    Attributes:
        cell: number of the cell, from 1.
        kind: name of the error.
        text: of the error.
        statement: as Python.
    """

    cell: int
    kind: str
    text: str
    statement: str

    @property
    def shown(self) -> str:
        """The statement as it was written, in one line."""
        magic = MAGIC.search(self.statement)
        return f"%{magic['name']} {magic['rest']}".rstrip() if magic else one_line(self.statement, LONGEST)

    @property
    def note(self) -> str:
        """What a student is told."""
        said = one_line(f"{self.kind}: {self.text}" if self.text else self.kind, LONGEST)
        return f"Cell {self.cell}: `{self.shown}` failed ({said}); the cell's other statements were run all the same."

    @property
    def missing(self) -> str:
        """What is not there where the class is graded; empty where the error says nothing of that."""
        found = MODULE.search(self.text)
        if found and self.kind == "ModuleNotFoundError":
            return f"{found['name']!r} is not installed {HERE}"
        if MAGIC.search(self.statement):
            return f"the magic {self.shown!r} does not work {HERE}"
        if self.kind == "ImportError":
            return f"{self.shown!r} does not work {HERE}"
        if self.kind == "AttributeError" and VERSION.search(self.text):
            return f"a library may have another version {HERE} ({one_line(self.text, LONGEST)})"
        if "CUDA" in self.text or "NVIDIA" in self.text:
            return f"there is no GPU {HERE}"
        if self.kind == "FileNotFoundError":
            return f"a file that is read is not there {HERE} ({one_line(self.text, LONGEST)})"
        return f"there is no network {HERE}" if self.kind in NO_NETWORK else ""


def failures(cell: int, reply: dict[str, Any]) -> Iterator[Failure]:
    """Return the failures that a kernel's reply to a cell tells of; what has another form is left out."""
    described = reply.get("failures")
    for parts in described[:MOST] if isinstance(described, list) else ():
        if isinstance(parts, list) and len(parts) == 3 and all(isinstance(part, str) for part in parts):
            kind, text, statement = (part[:LONGEST] for part in parts)
            yield Failure(cell, one_line(kind, 40), text, statement)
