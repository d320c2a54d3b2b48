"""What is told of a notebook, and first of its answers and checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from grader.form.python_text import defined, digest, mistake, unfenced
from grader.form.reading import Cell, Notebook

STUB = "raise NotImplementedError"


@dataclass
class Report:
    """What came of one notebook.

    Attributes:
        name: the path of the file that would be graded, or of what is handed in.
        facts: what it is.
        fine: what is as it should be.
        fixed: what the grader fixes by itself.
        look: what to look at before it is handed in.
        unreadable: why it would not be read; empty if it would be.
    """

    name: str
    facts: str = ""
    fine: list[str] = field(default_factory=list)
    fixed: list[str] = field(default_factory=list)
    look: list[str] = field(default_factory=list)
    unreadable: str = ""

    @property
    def status(self) -> int:
        """0 if all is well, 1 if there is something to look at, 2 if it would not be read."""
        return 2 if self.unreadable else 1 if self.look else 0


def check_cell(report: Report, notebook: Notebook, cell: dict[str, Any], given: dict[str, Any]) -> None:
    """Check one of the cells that were given out with a grade id."""
    holders = _holders(notebook, cell, given)
    if cell["locked"]:
        _check_locked(report, cell, holders)
    elif cell["kind"] == "code":
        _check_answer(report, notebook, cell, holders)
    else:
        _check_written(report, notebook, cell, holders)


def _holders(notebook: Notebook, cell: dict[str, Any], given: dict[str, Any]) -> list[Cell]:
    """Return the cells with a grade id, without those that answer another task: their ids were exchanged."""
    others = {name for other in given["cells"] if other["id"] != cell["id"] for name in other["names"]}
    return [
        one
        for one in notebook.cells
        if one.grade_id == cell["id"]
        and (cell["locked"] or not (others & defined(one.source)) or set(cell["names"]) & defined(one.source))
    ]


def _check_locked(report: Report, cell: dict[str, Any], holders: list[Cell]) -> None:
    if not holders:
        report.fixed.append(f"The check {cell['id']!r} is not there. It is put back.")
    elif len(holders) > 1:
        report.fixed.append(f"The check {cell['id']!r} is there {len(holders)} times. One of them is kept.")
    elif digest(holders[0].source) != cell["text"]:
        report.fixed.append(f"The check {cell['id']!r} was edited. It is put back as it was given out.")


def _check_answer(report: Report, notebook: Notebook, cell: dict[str, Any], holders: list[Cell]) -> None:
    names = set(cell["names"])
    task = f"{cell['id']!r}"
    answers = [one for one in holders if names & defined(unfenced(one.source)) and not _is_stub(one, cell)]
    if not answers:
        free = [one for one in notebook.cells if one.grade_id != cell["id"] and names & defined(unfenced(one.source))]
        answers = [one for one in free if not _is_stub(one, cell) and _is_code(one)]
        if answers:
            report.fixed.append(f"The answer {task} is found in cell {answers[-1].number}, by what it defines.")
    if answers:
        if len(holders) > 1 and answers[-1] in holders:
            what = "the last complete one counts" if len(answers) > 1 else "the complete one counts"
            report.fixed.append(f"The answer {task} is there {len(holders)} times; {what}, or halves are joined.")
        if answers[-1].kind != "code":
            report.fixed.append(f"The answer {task} is in a text cell. It is made a code cell again.")
        report.fine.append(f"The answer {task} is there, in cell {answers[-1].number}.")
    elif not holders:
        report.look.append(f"The answer {task} is missing: no cell defines {' or '.join(sorted(names)) or 'it'}.")
    elif not any(one.source.strip() for one in holders):
        report.look.append(f"The answer {task} is empty (cell {holders[-1].number}).")
    elif all(_is_stub(one, cell) for one in holders):
        report.look.append(f"The answer {task} is as it was given out (cell {holders[-1].number}): not answered yet.")
    elif names:
        report.look.append(
            f"The answer {task} does not define {' or '.join(sorted(names))} (cell {holders[-1].number}): "
            "keep the names that you were given."
        )
    else:
        report.fine.append(f"The answer {task} is there, in cell {holders[-1].number}.")


def _is_stub(one: Cell, cell: dict[str, Any]) -> bool:
    return not one.source.strip() or digest(one.source) == cell["text"] or bool(cell["stub"] and STUB in one.source)


def _is_code(one: Cell) -> bool:
    return one.kind == "code" or mistake(unfenced(one.source)) is None


def _check_written(report: Report, notebook: Notebook, cell: dict[str, Any], holders: list[Cell]) -> None:
    task = f"{cell['id']!r}"
    if len(holders) > 1:
        report.fixed.append(f"The answer {task} is in {len(holders)} cells. They are merged into one.")
    if not holders:
        holders = [one for one in notebook.cells if one.cell_id and one.cell_id == cell["cell"]]
        if holders:
            report.fixed.append(f"The answer {task} is found by its cell, in cell {holders[-1].number}.")
    if any(one.kind == "code" for one in holders):
        report.fixed.append(f"The answer {task} is in a code cell. It is made a text cell again.")
    written = [one for one in holders if one.source.strip() and digest(one.source) != cell["text"]]
    if written:
        report.fine.append(f"The answer {task} is there, in cell {written[-1].number}.")
    else:
        report.look.append(
            f"The answer {task} is {'empty or as it was given out' if holders else 'not in its own cell'}. "
            "Text elsewhere in the notebook is looked for by a person."
        )
