"""The broken bank: each file of tests/answers/hw3/broken says how a submission is broken.

A case starts from the solution or the release, puts in answers of the bank, edits cells, edits the JSON, writes files:

    why = "..."                        why a student hands this in
    base = "solution"                  or "release"
    answers = { score = "wrong/..." }  answers of the bank
    edits = [{ do = "drop", cells = ["score"] }]                   the functions of edits.py
    json = [{ at = ["score", "source"], to = 3 }]                  `null = true` for null, `gone = true` to delete
    files = [{ name = "hw3.zip/hw3/hw3.ipynb", text = "..." }]     names lead through zips; see `_bytes` for contents
    points = { score = 10 }            what each automatic task must earn, or
    reason = "..."                     a piece of the reason for which it needs attention
    notes = ["..."]                    every repair that is told, in order
    judged = ["..."]                   a piece of every note of judging: of failed statements, of cells that are not
                                       Python, and of the state that was judged
    look = "..."                       a piece of the reason for which it needs attention, though it is judged
    written = "..."                    a piece of the written answer, where it is not the solution's
"""

import copy
import io
import json
import tomllib
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat

from grader.bank.answers import compose, find_answer
from grader.course import Course
from grader.notebooks import read_notebook
from tests.broken.edits import EDITS, names

Notebook = nbformat.NotebookNode
TASKS = {"score": 10, "langevin": 25, "scorenet": 15, "loss": 20, "sampler": 20}


@dataclass(frozen=True, slots=True)
class Case:
    """One broken submission, and what must come of it."""

    name: str
    why: str
    base: str = "solution"
    answers: dict[str, str] = field(default_factory=dict)
    edits: list[dict[str, Any]] = field(default_factory=list)
    json: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=lambda: [{"name": "hw3.ipynb"}])
    points: dict[str, float] = field(default_factory=dict)
    reason: str = ""
    notes: list[str] = field(default_factory=list)
    judged: list[str] = field(default_factory=list)
    look: str = ""
    written: str = ""


def read_cases(course: Course) -> list[Case]:
    """All cases, by name."""
    paths = sorted((course.root / "tests" / "answers" / "hw3" / "broken").glob("*.toml"))
    return [Case(name=path.stem, **tomllib.loads(path.read_text(encoding="utf-8"))) for path in paths]


def answered(case: Case, course: Course) -> Notebook:
    """What the student meant to hand in: nothing is broken yet."""
    base = read_notebook(course.notebook("hw3", "solutions" if case.base == "solution" else "release"))
    base = _given_marks(base, read_notebook(course.notebook("hw3", "release")))
    return compose(base, {task: find_answer(course, "hw3", name).source for task, name in case.answers.items()})


def _given_marks(notebook: Notebook, released: Notebook) -> Notebook:
    """Students work in the release: its marks with their checksums, and no outputs."""
    marks = {cell.id: cell.metadata for cell in released.cells}
    for cell in notebook.cells:
        cell.metadata = copy.deepcopy(marks[cell.id])
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata = copy.deepcopy(released.metadata)
    return notebook


def hand_in(case: Case, course: Course, folder: Path) -> None:
    """Write what is handed in into a folder, which is made."""
    notebook = answered(case, course)
    for edit in case.edits:
        EDITS[edit["do"]](notebook, **{key: value for key, value in edit.items() if key != "do"})
    content = json.loads(json.dumps(notebook))
    for change in case.json:
        _change(content, change)
    folder.mkdir(parents=True)
    zips: dict[str, list[tuple[str, bytes]]] = {}
    for file in case.files:
        parts = PurePosixPath(file["name"]).parts
        cut = next((n for n, part in enumerate(parts) if part.endswith(".zip") and n + 1 < len(parts)), None)
        if cut is not None:
            inner = file.get("path", "/".join(parts[cut + 1 :]))
            zips.setdefault("/".join(parts[: cut + 1]), []).append((inner, _bytes(file, content, course)))
            continue
        place = folder / file["name"]
        place.parent.mkdir(parents=True, exist_ok=True)
        if "link" in file:
            place.symlink_to(file["link"])
        elif file.get("folder"):
            place.mkdir()
        else:
            place.write_bytes(_bytes(file, content, course))
    locked = {name for file in case.files if file.get("locked") for name in zips if file["name"].startswith(name)}
    for name, entries in zips.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(_zip(entries, locked=name in locked))


def _zip(entries: list[tuple[str, bytes]], locked: bool = False) -> bytes:
    """A zip; entries whose names lead through another zip are put into that one."""
    inner: dict[str, list[tuple[str, bytes]]] = {}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            head, found, rest = name.partition(".zip/")
            if found:
                inner.setdefault(f"{head}.zip", []).append((rest, data))
            else:
                archive.writestr(name, data)
        for name, nested in inner.items():
            archive.writestr(name, _zip(nested))
    data = target.getvalue()
    if locked:  # zipfile reads locked zips but writes none: set the flag, the content does not matter
        for head, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = data.index(head) + offset
            data = data[:place] + bytes([data[place] | 1]) + data[place + 1 :]
    return data


def _bytes(file: dict[str, Any], content: dict[str, Any], course: Course) -> bytes:
    """The content of one file."""
    if "hex" in file:
        return bytes.fromhex(file["hex"])
    if "zeros_mb" in file:
        return bytes(file["zeros_mb"] * 2**20)
    if "deep" in file:
        return ('{"cells": ' + "[" * file["deep"] + "]" * file["deep"] + "}").encode()
    text = file.get("text")
    if "of" in file:
        text = course.notebook("hw3", file["of"]).read_text(encoding="utf-8")
    if text is None:
        text = json.dumps(content, indent=1, ensure_ascii=False)
        for old, new in file.get("replace", {}).items():
            assert old in text, f"{old!r} is not there to be replaced"
            text = text.replace(old, new)
    text += file.get("tail", "")
    data = text[: file.get("keep")].encode(file.get("encoding", "utf-8"))
    return _zip([(file["name"], data)]) if file.get("zipped") else data


def _change(content: dict[str, Any], change: dict[str, Any]) -> None:
    """Set one value of the notebook's JSON; a path may begin with the name of a cell."""
    first, *rest = change["at"]
    cells = {name: cell for cell in content.get("cells", []) for name in names(cell)}
    node: Any = cells.get(first)
    if node is None:
        node, rest = content, [first, *rest]
    *way, last = rest
    for step in way:
        node = node[step]
    if change.get("gone"):
        del node[last]
    else:
        node[last] = None if change.get("null") else change["to"]
