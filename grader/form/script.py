"""The script that students get: the code of this room in one file, with what it has to know of the release."""

import ast
import json
import pprint
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader.form.answers import STUB
from grader.form.checking import FORM
from grader.form.choice import whole
from grader.form.python_text import defined, digest
from grader.form.reading import read_notebook

NAME = "check_my_file.py"
PARTS = ("python_text", "decoding", "reading", "files", "choice", "answers", "checking", "program")
LONG = 40  # characters of a cell that tells which homework it is of
MOST_BYTES = 2**20  # of a script that is read
NOTHING: dict[str, Any] = {"assignment": "", "notebooks": []}  # is known of the release
_CELL = {"id": str, "cell": str, "kind": str, "locked": int, "names": [str], "stub": int, "text": str}
_NOTEBOOK = {"name": str, "forms": [str], "whole": str, "cells": [_CELL], "texts": [str]}
FORM_OF_RELEASE = {"assignment": str, "notebooks": [_NOTEBOOK]}
HEAD = '''#!/usr/bin/env python3
"""Check whether your file would be found and read: python check_my_file.py hw3.ipynb

Without a name it checks the notebook beside it. Python 3.8 or newer is enough. Nothing of the notebook is run,
changed or sent anywhere. It does not say how many points an answer earns.
"""
'''


def describe(assignment: str, notebooks: Mapping[str, bytes]) -> dict[str, Any]:
    """Return what the check has to know of a release.

    Args:
        assignment: its name.
        notebooks: its notebooks, by name: the bytes of the files.
    """
    return {"assignment": assignment, "notebooks": [_notebook(name, data) for name, data in sorted(notebooks.items())]}


def _notebook(name: str, data: bytes) -> dict[str, Any]:
    marks = {}
    for raw in json.loads(data)["cells"]:
        mark = raw.get("metadata", {}).get("nbgrader", {})
        marks[mark.get("grade_id")] = mark
    notebook = read_notebook(data)
    cells = [
        {
            "id": cell.grade_id,
            "cell": cell.cell_id,
            "kind": cell.kind,
            "locked": int(bool(marks[cell.grade_id].get("locked")) and not marks[cell.grade_id].get("solution")),
            "names": sorted(defined(cell.source)) if marks[cell.grade_id].get("solution") else [],
            "stub": int(STUB in cell.source),
            "text": digest(cell.source),
        }
        for cell in notebook.cells
        if cell.grade_id
    ]
    texts = [digest(cell.source) for cell in notebook.cells if len(cell.source) > LONG]
    found = [label.strip() for cell in notebook.cells if cell.kind != "code" for label in FORM.findall(cell.source)]
    forms = [label for label in found if label]
    return {"name": name, "forms": forms, "whole": whole(notebook), "cells": cells, "texts": texts}


def script(release: dict[str, Any]) -> str:
    """Return the program, which needs no other file."""
    imports, bodies = set[str](), []
    for part in PARTS:
        source = Path(__file__).with_name(f"{part}.py").read_text(encoding="utf-8")
        lines = source.splitlines()
        taken: set[int] = set()
        for node in ast.parse(source).body:
            span = range(node.lineno - 1, node.end_lineno or node.lineno)
            if isinstance(node, ast.Import | ast.ImportFrom):
                if not (isinstance(node, ast.ImportFrom) and str(node.module).startswith(("grader.", "__future__"))):
                    imports.add(ast.unparse(node))
                taken |= {*span}
            elif isinstance(node, ast.Expr) and node.lineno == 1:
                taken |= {*span}
        bodies.append("\n".join(line for number, line in enumerate(lines) if number not in taken).strip("\n"))
    known = f"RELEASE = {pprint.pformat(release, width=110, sort_dicts=False)}"
    end = 'if __name__ == "__main__":\n    sys.exit(main(sys.argv[1:], RELEASE, Path(__file__).resolve().parent))\n'
    head = f"{HEAD}\nfrom __future__ import annotations\n\n" + "\n".join(sorted(imports, key=_order))
    return "\n\n\n".join([head, *bodies, known, end])


def _order(line: str) -> tuple[bool, str]:
    return line.startswith("from"), line


def program_lines() -> set[str]:
    """Return the lines of the program that are the same for every assignment."""
    return {line.strip() for line in script(NOTHING).splitlines()}


def write(folder: Path, assignment: str) -> Path:
    """Write the script into a release's folder, for the notebooks in it; return its path."""
    notebooks = {path.name: path.read_bytes() for path in folder.glob("*.ipynb")}
    target = folder / NAME
    target.write_text(script(describe(assignment, notebooks)), encoding="utf-8", newline="\n")
    return target


def known_beside(path: Path) -> dict[str, Any]:
    """Return what a script that lies beside a file knows of its release; nothing where there is none."""
    place = (path if path.is_dir() else path.parent) / NAME
    try:
        if place.is_symlink() or place.stat().st_size > MOST_BYTES:
            return NOTHING
        for node in ast.parse(place.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "RELEASE":
                found = ast.literal_eval(node.value)
                return found if _fits(found, FORM_OF_RELEASE) else NOTHING
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        pass
    return NOTHING


def _fits(value: Any, form: Any) -> bool:
    """Whether a value has the form of another: the keys of dictionaries, and the types of what they and lists hold."""
    if isinstance(form, dict):
        same = isinstance(value, dict) and value.keys() == form.keys()
        return same and all(_fits(value[key], form[key]) for key in form)
    if isinstance(form, list):
        return isinstance(value, list) and all(_fits(part, form[0]) for part in value)
    return isinstance(value, form)
