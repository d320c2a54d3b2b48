"""Says which later cell changed what a task uses, where the task earned more as it stood right after its own check."""

import ast
import symtable
from collections.abc import Iterable, Iterator

from nbformat import NotebookNode

from grader.notebooks import grade_id, is_check, is_grade, is_solution
from grader.repair.source import defined, tree

RESETS = ("%reset", "%xdel", "%clear_all")


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
    start = max((index for index in range(check) if is_check(cells[index])), default=-1)
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
