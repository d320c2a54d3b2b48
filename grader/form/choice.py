"""The notebook that would be graded, among the files of what is handed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from grader.form.decoding import Unreadable
from grader.form.files import FAILURES, MOST_BYTES, Entry, Files, is_zip
from grader.form.python_text import defined, digest
from grader.form.reading import Notebook, read_notebook

MOST_CANDIDATES = 20
LOST = {"", ".json", ".txt"}  # what a notebook's name may end in when its own ending was lost


@dataclass
class Found:
    """The notebook that would be graded: its path, itself, and what the grader does about the others."""

    name: str
    notebook: Notebook
    fixed: list[str]


def choose(files: Files, given: dict[str, Any], name: str, alone: bool) -> Found:
    """Return the notebook that would be graded.

    Args:
        files: what is handed in.
        given: what is known of the notebook as it was given out; empty if nothing is.
        name: what it should be called.
        alone: whether it is the assignment's only notebook.

    Raises:
        Unreadable: there is none, or there are several that differ.
    """
    entries = [entry for entry in files.entries if alone or entry.name == name or ".ipynb" not in entry.base]
    notebooks = [entry for entry in entries if ".ipynb" in entry.base.lower() and not is_zip(entry)]
    problems = list(files.problems)
    found = list(_readable(notebooks, name, problems))
    if not found:
        rest = [entry for entry in entries if PurePosixPath(entry.name).suffix.lower() in LOST]
        found = list(_readable(rest, name, []))
    if not found:
        raise Unreadable("; ".join(problems[:3]) or _missing(files, name))
    fixed = [f"{problem}. It is left out." for problem in problems]
    if given:
        found = _own(found, given, fixed)
    first = found[0]
    if any(other.notebook.contents != first.notebook.contents for other in found[1:]):
        names = " and ".join(other.name for other in found[:2])
        raise Unreadable(f"there are {len(found)} different notebooks, and nobody says which one counts: {names}")
    if found[1:]:
        fixed.append(f"The same notebook is there {len(found)} times. {first.name} is read.")
    return Found(first.name, first.notebook, [*fixed, *first.notebook.fixed])


def _readable(entries: list[Entry], name: str, problems: list[str]) -> Iterator[Found]:
    ranked = sorted(entries, key=lambda e: (e.name != name, e.base != name, e.name.count("/"), e.name))
    for entry in ranked[:MOST_CANDIDATES]:
        if entry.size > MOST_BYTES:
            problems.append(f"{entry.name} has {entry.size >> 20:,} MB, and at most {MOST_BYTES >> 20} MB are read")
            continue
        try:
            yield Found(entry.name, read_notebook(entry.read()), [])
        except Unreadable as error:
            problems.append(f"{entry.name} {error}")
        except FAILURES as error:
            problems.append(f"{entry.name} cannot be read ({type(error).__name__})")


def _own(found: list[Found], given: dict[str, Any], fixed: list[str]) -> list[Found]:
    """Return the notebooks of this homework, without the untouched one that was given out if there are others."""
    own = [one for one in found if _belongs(one.notebook, given)]
    if not own:
        raise Unreadable(f"{found[0].name} is a different notebook: nothing in it belongs to this homework")
    touched = [one for one in own if whole(one.notebook) != given["whole"]] or own
    for one in found:
        if one not in own:
            fixed.append(f"{one.name} does not belong to this homework. It is left out.")
        elif one not in touched:
            fixed.append(f"{one.name} is the homework as it was given out. It is left out.")
    return touched


def whole(notebook: Notebook) -> str:
    """Return what makes two notebooks the same, as a digest."""
    return digest("\n".join(f"{kind} {source}" for kind, source in notebook.contents))


def _belongs(notebook: Notebook, given: dict[str, Any]) -> bool:
    ids = {cell["id"] for cell in given["cells"]}
    names = {name for cell in given["cells"] for name in cell["names"]}
    return any(
        cell.grade_id in ids
        or digest(cell.source) in given["texts"]
        or (cell.kind == "code" and names & defined(cell.source))
        for cell in notebook.cells
    )


def _missing(files: Files, name: str) -> str:
    there = [entry.name for entry in files.entries if entry.base != "timestamp.txt"] + files.others
    return f"there is no notebook {name}; there is {', '.join(there[:4]) or 'nothing at all'}"
