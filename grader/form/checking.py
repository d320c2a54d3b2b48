"""What of a notebook is there, what the grader fixes by itself, and what its author should look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.form.answers import Report, check_cell
from grader.form.choice import choose
from grader.form.decoding import Unreadable
from grader.form.files import Files, list_files
from grader.form.python_text import foreign, mistake
from grader.form.reading import Cell, Notebook

FORM = re.compile(r"^[*_#\s]*(?P<label>[^<>\n]+?)[ \t]*<[^<>/\n]+>[*_ \t]*$", re.MULTILINE)  # "Name: < your name >"


def check(path: Path, release: dict[str, Any]) -> list[Report]:
    """Check what is handed in; a report for each notebook of the assignment.

    Args:
        path: a notebook, a zip or a folder.
        release: what is known of the notebooks that were given out; nothing is if it has no notebooks.
    """
    notebooks = release["notebooks"] or [{}]
    try:
        files = list_files(path)
    except Unreadable as error:
        return [Report(str(path), unreadable=str(error))]
    return [_checked(path, files, given, len(notebooks) == 1) for given in notebooks]


def _checked(path: Path, files: Files, given: dict[str, Any], alone: bool) -> Report:
    wanted = given.get("name", path.name if path.suffix == ".ipynb" else "notebook.ipynb")
    name = path.name if path.is_file() and alone and path.suffix.lower() != ".zip" else wanted
    try:
        found = choose(files, given, name, alone)
    except Unreadable as error:
        return Report(wanted if not alone else str(path), unreadable=str(error))
    notebook = found.notebook
    report = Report(found.name, f"notebook format {notebook.version}, {len(notebook.cells)} cells", fixed=found.fixed)
    if given and found.name != wanted:
        report.fixed.append(f"The file is found as {found.name}. It should be called {wanted}.")
    if "python" not in notebook.language.lower():
        report.fixed.append(f"Its language is {notebook.language}. It is set to Python.")
    for cell in given.get("cells", ()):
        check_cell(report, notebook, cell, given)
    _check_names(report, notebook, given)
    _check_code(report, notebook, given)
    _check_outputs(report, notebook)
    return report


def _check_names(report: Report, notebook: Notebook, given: dict[str, Any]) -> None:
    """Check the lines in which a student fills in a name."""
    for label in given.get("forms", ()):
        lines = [
            line.strip("*_# \t") for cell in notebook.cells if cell.kind != "code" for line in cell.source.split("\n")
        ]
        filled = [line for line in lines if line.lower().startswith(label.lower())]
        if not filled:
            report.look.append(f"The line {label!r} is not there.")
        elif all(FORM.match(line) or not line[len(label) :].strip(" *_") for line in filled):
            report.look.append(f"The line {label!r} is not filled in.")
        else:
            report.fine.append(f"The line {label!r} is filled in.")


def _check_code(report: Report, notebook: Notebook, given: dict[str, Any]) -> None:
    tasks = {cell["id"]: cell["kind"] for cell in given.get("cells", ())}
    for cell in notebook.cells:
        found = mistake(cell.source) if cell.kind == "code" else None
        if found and tasks and _continues(cell):
            report.fixed.append(f"Cell {cell.number} begins in the middle of an answer. It is joined with that.")
        elif found and tasks.get(cell.grade_id, "code") == "code":
            where = f"cell {cell.number}{f' ({cell.grade_id})' if cell.grade_id in tasks else ''}, line {found[0]}"
            report.look.append(f"Python cannot read {where}: {found[1]}.")


def _continues(cell: Cell) -> bool:
    """Whether a cell begins in the middle of an answer, which the grader joins."""
    return cell.source[:1] in (" ", "\t") and not foreign(cell.source)


def _check_outputs(report: Report, notebook: Notebook) -> None:
    code = [cell for cell in notebook.cells if cell.kind == "code"]
    figures = sum("image/png" in output.get("data", ()) for cell in code for output in cell.outputs)
    if not any(cell.outputs for cell in code):
        report.look.append("No cell has any output: restart the kernel, run all cells and save.")
    else:
        report.fine.append(f"There are outputs, {figures} figures among them.")
    for cell, name in _errors(code):
        report.look.append(f"Cell {cell.number} ended with {name} when it was last run.")


def _errors(code: list[Cell]) -> Iterator[tuple[Cell, str]]:
    for cell in code:
        names = [output.get("ename") for output in cell.outputs if output.get("output_type") == "error"]
        yield from ((cell, str(name)[:60]) for name in names if name != "NotImplementedError")
