"""Judges each task in the state after the last cell, and where that costs points also right after its own check."""

import ast
import dataclasses
import symtable
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbformat import NotebookNode

from grader.judging.hidden_tests import judge
from grader.kernel.submission import Submission
from grader.notebooks import grade_id, is_grade, is_solution
from grader.repair.source import defined, tree
from grader.results import CheckResult, Outcome, TaskResult

UNDONE = (Outcome.FAILED, Outcome.ERROR)
RESETS = ("%reset", "%xdel", "%clear_all")


def judge_states(
    folder: Path, submission: Submission, tasks: dict[str, float], key: str
) -> tuple[tuple[TaskResult, ...], tuple[str, ...]]:
    """Grade the automatic tasks of one submission; the better of two states counts, for each test.

    Args: as `grader.judging.hidden_tests.judge`.

    Returns:
        The results, and the tasks that earned more as they stood after their own checks.

    Raises: as `grader.judging.hidden_tests.judge`.
    """
    found, changed = list[TaskResult](), list[str]()
    for name, points in tasks.items():  # both states before the next task is asked, whose questions could tell
        (task,) = judge(folder, submission, {name: points}, key)
        now = task.points
        if any(test.outcome in UNDONE for test in task.tests) and submission.went_on_after(name):
            with submission.at(name):
                (before,) = judge(folder, submission, {name: points}, key)
            task = _better(task, before)
            if task.points > now:
                changed.append(name)
        found.append(task)
    return tuple(found), tuple(changed)


def _better(task: TaskResult, other: TaskResult) -> TaskResult:
    """Return a task with the better of two results of each test."""
    others = {test.name: test for test in other.tests}
    tests = tuple(_more(test, others.get(test.name, test)) for test in task.tests)
    return dataclasses.replace(task, tests=tests, points=sum(test.points for test in tests))


def _more(test: CheckResult, other: CheckResult) -> CheckResult:
    return other if test.outcome in UNDONE and other.outcome is Outcome.PASSED else test


def explanation(task: str, nb: NotebookNode) -> str:
    """Return a note that says why a task was judged as it stood after its own check, and which cell changed it."""
    cells = list(nb.cells)
    check = next(index for index, cell in enumerate(cells) if is_grade(cell) and grade_id(cell) == task)
    needed = _needed(cells, check)
    for index, cell in enumerate(cells[check + 1 :], check + 1):
        if cell.cell_type == "code" and (names := sorted(needed & _changed(cell.source))):
            listed = ", ".join(f"`{name}`" for name in names[:3])
            return _note(task, f"cell {index + 1}, which comes later, changes {listed}")
        if cell.cell_type == "code" and cell.source.lstrip().startswith(RESETS):
            return _note(task, f"cell {index + 1}, which comes later, takes names away")
    return _note(task, "a later cell changes what it uses")


def _note(task: str, why: str) -> str:
    return f"{task} was judged as it stood right after its own check, where it earns more: {why}."


def _needed(cells: list[NotebookNode], check: int) -> frozenset[str]:
    """Return the names that a task's answer defines, and those that its functions use, also by way of others."""
    start = max(
        (index for index in range(check) if is_grade(cells[index]) and not is_solution(cells[index])), default=-1
    )
    sources = [cell.source for cell in cells[:check] if cell.cell_type == "code"]
    own = [cell.source for cell in cells[start + 1 : check] if cell.cell_type == "code" and is_solution(cell)]
    needed = frozenset[str]().union(*map(defined, own))
    while True:
        uses = (_used(source) for source in sources if defined(source) & needed)
        more = needed.union(*uses)
        if more == needed:
            return needed
        needed = more


def _used(source: str) -> frozenset[str]:
    """Return the global names that the functions and classes of some source use."""
    parsed = tree(source)
    if parsed is None:
        return frozenset()
    try:
        table = symtable.symtable(ast.unparse(parsed), "<cell>", "exec")
    except (SyntaxError, RecursionError):
        return frozenset()
    return frozenset(_globals(table.get_children()))


def _globals(tables: Iterable[symtable.SymbolTable]) -> Iterator[str]:
    for table in tables:
        yield from (symbol.get_name() for symbol in table.get_symbols() if symbol.is_global())
        yield from _globals(table.get_children())


def _changed(source: str) -> frozenset[str]:
    """Return the names that a cell binds or deletes at its top level, loops and conditions included."""
    parsed = tree(source)
    return defined(source) | frozenset(_bound(parsed.body) if parsed is not None else ())


def _bound(body: Iterable[ast.AST]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        yield from _bound(ast.iter_child_nodes(node))
