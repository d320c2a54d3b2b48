"""Copies of an answer that look different from it, to measure which of them `grader similar` finds."""

import ast
import builtins
import itertools
import random
from collections.abc import Callable, Sequence

from bench.reordering import reordered

KEPT = frozenset(dir(builtins)) | {"self", "super"}
COMMENTS = ("# first", "# the step", "# see the text", "# as in the lecture", "# done")
PRINTING = ("print('here')", "print('step', 1)", "shown = 3; print(shown)")
DEAD = ("unused = 0", "_ = None", "helper = [1, 2, 3]", "check = True", "note = 'ok'", "size = len('abc')")


def renamed(source: str) -> str:
    """Return the answer with other names for all variables, helpers, arguments by position and attributes of its own.

    What the task calls, and what comes from elsewhere, keeps its name.
    """
    tree = ast.parse(source)
    public = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    arguments = {
        argument.arg
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        for argument in (*node.args.args, *node.args.kwonlyargs)
    }
    names = sorted(_bound(tree) - public - arguments - KEPT)
    fresh = {name: f"v{number}" for number, name in enumerate(names)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = fresh.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = fresh.get(node.arg, node.arg)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
            node.attr = fresh.get(node.attr, node.attr)
    return ast.unparse(tree)


def _bound(tree: ast.AST) -> set[str]:
    """Return the names that some code gives values to, arguments and attributes of ``self`` among them."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.Lambda):
            found |= {argument.arg for argument in node.args.args}
    return found


def literals(source: str) -> str:
    """Return the answer with its numbers and texts written another way, and some more parts of a number."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            node.value = node.value + 1
    return ast.unparse(tree)


def comments(source: str) -> str:
    """Return the answer with its comments and docstrings gone, and others in their place."""
    lines = ast.unparse(_without_docstrings(ast.parse(source))).splitlines()
    said = itertools.cycle(COMMENTS)
    return "\n".join(f"{line}  {next(said)}" if number % 2 else line for number, line in enumerate(lines))


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
    return tree


def layout(source: str) -> str:
    """Return the answer with simple statements joined by semicolons, and lines cut at commas within brackets."""
    found: list[str] = []
    for line in ast.unparse(_without_docstrings(ast.parse(source))).splitlines():
        if not line.strip():
            continue
        if found and _indent(found[-1]) == _indent(line) and _simple(found[-1]) and _simple(line):
            found[-1] += f"; {line.strip()}"
        else:
            found.append(line)
    return "\n".join(map(_cut, found))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _simple(line: str) -> bool:
    return not line.endswith(":") and not line.lstrip().startswith("@")


def _cut(line: str) -> str:
    depth, signs = 0, []
    for sign in line:
        depth += (sign in "([{") - (sign in ")]}")
        signs.append(",\n    " if sign == "," and depth and "'" not in line else sign)
    return "".join(signs)


def dead(source: str, seed: int = 0) -> str:
    """Return the answer with a statement that does nothing before every third of its own."""
    return ast.unparse(_with(DEAD, ast.parse(source), random.Random(seed)))


def printing(source: str, seed: int = 0) -> str:
    """Return the answer with statements that only print before every third of its own."""
    return ast.unparse(_with(PRINTING, ast.parse(source), random.Random(seed)))


def damaged(source: str) -> str:
    """Return the answer without its last closing bracket: Python cannot read it any more."""
    before, _, after = source.rpartition(")")
    return before + after


def _with(added: Sequence[str], tree: ast.Module, rng: random.Random) -> ast.Module:
    count = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.With):
            body: list[ast.stmt] = []
            for statement in node.body:
                count += 1
                if not count % 3:
                    body += ast.parse(rng.choice(added)).body
                body.append(statement)
            node.body = body
    return tree


def everything(source: str) -> str:
    """Return the answer with all of this done to it."""
    return comments(layout(dead(reordered(literals(renamed(source))))))


DISGUISES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "other names": renamed,
    "other literals": literals,
    "other comments": comments,
    "other lines": layout,
    "dead statements added": dead,
    "statements reordered": reordered,
    "all of these": everything,
    "a bracket missing": damaged,
    "printing statements added": printing,
}
