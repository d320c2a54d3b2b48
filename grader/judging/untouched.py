"""Finds automatic tasks with unmodified answer cells: they count as not attempted instead of failed."""

import dataclasses
import re

import nbformat

from grader.notebooks import is_check, is_grade
from grader.repair.matching import grade_id, is_code_answer, marked, same
from grader.repair.source import defined, same_code
from grader.results import CheckResult, Outcome, TaskResult

NOT_PASSED = (Outcome.FAILED, Outcome.ERROR)


def settle(
    tasks: tuple[TaskResult, ...], notebook: nbformat.NotebookNode, released: nbformat.NotebookNode
) -> tuple[TaskResult, ...]:
    """Return the results, tests of unmodified tasks as not attempted; a task that earns points was attempted."""
    blank = untouched(notebook, released)
    return tuple(_not_attempted(task) if task.id in blank and not _earns(task) else task for task in tasks)


def untouched(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode) -> frozenset[str]:
    """Return the grade ids of automatic tasks whose answer cells are blank or as released, and answered nowhere else.

    Args:
        notebook: the submission, repaired: each answer is in the cell with its grade id.
        released: the notebook as students received it.
    """
    given = marked(released)
    cells = marked(notebook)
    blank = {
        name
        for name in given
        if name in cells and is_code_answer(given[name]) and _as_given(cells[name].source, given[name].source)
    }
    own = _own(notebook, released, blank)
    return frozenset(
        task
        for task, answers in answer_cells(released).items()
        if answers and blank.issuperset(answers) and not _defines(own, [given[name].source for name in answers])
    )


def answer_cells(released: nbformat.NotebookNode) -> dict[str, list[str]]:
    """Return the answer cells of each automatic task: those between the previous grade cell and its own."""
    found: dict[str, list[str]] = {}
    answers: list[str] = []
    fresh = True  # whether an answer cell here begins a new task
    for cell in released.cells:
        name = grade_id(cell)
        if name is None:
            continue
        if is_code_answer(cell) and not is_grade(cell):
            answers = [name] if fresh else [*answers, name]
            fresh = False
        elif is_check(cell):
            found[name] = answers
            fresh = True
    return found


def _as_given(source: str, original: str) -> bool:
    return same(source, original) or same_code(source, original) or same_code(source, "")


def _own(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode, blank: set[str]) -> str:
    """Return the code of a submission that is not in the release, without blank answers."""
    given = {_trimmed(cell.source) for cell in released.cells if cell.cell_type == "code"}
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and grade_id(cell) not in blank]
    code = [_trimmed(cell.source) for cell in cells]
    return "\n".join(source for source in code if source not in given)


def _trimmed(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def _defines(code: str, answers: list[str]) -> bool:
    """Tell whether some code may define a name that the answer cells define, or an attribute of it.

    If the released answer cells define no name, any code may be an answer.
    """
    names = "|".join(re.escape(name) for answer in answers for name in sorted(defined(answer)))
    if not names:
        return bool(code.strip())
    part = rf"(?:{names})\b(?:\.\w+)?"
    ways = (
        rf"(?:def|class|import|as)[ \t]+{part}",
        rf"\b{part}[ \t]*(?::[^=\n]{{1,200}})?=(?!=)",
        rf"setattr\(\s*{part}",
    )
    return any(re.search(way, code) for way in ways)


def _earns(task: TaskResult) -> bool:
    return any(test.outcome is Outcome.PASSED and test.points for test in task.tests)


def _not_attempted(task: TaskResult) -> TaskResult:
    tests = tuple(_settled(test) for test in task.tests)
    return dataclasses.replace(task, tests=tests)


def _settled(test: CheckResult) -> CheckResult:
    if test.outcome not in NOT_PASSED:
        return test
    return dataclasses.replace(test, outcome=Outcome.NOT_ATTEMPTED, message="")
