"""The statements of an answer in another order that means the same."""

import ast
from collections.abc import Sequence


def reordered(source: str) -> str:
    """Return the answer with neighbouring statements exchanged wherever neither needs the other, and its functions."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                setattr(node, field, _exchanged(block))
    return ast.unparse(tree)


def _exchanged(block: Sequence[ast.stmt]) -> list[ast.stmt]:
    found = list(block)
    place = 0
    while place + 1 < len(found):
        if _independent(found[place], found[place + 1]):
            found[place : place + 2] = found[place + 1], found[place]
            place += 1
        place += 1
    return found


def _independent(one: ast.stmt, other: ast.stmt) -> bool:
    if any(isinstance(node, ast.Return | ast.Raise | ast.Break | ast.Continue) for node in (one, other)):
        return False
    reads, writes = zip(*(_touched(node) for node in (one, other)), strict=True)
    return not (writes[0] & (reads[1] | writes[1]) or reads[0] & writes[1])


def _touched(statement: ast.stmt) -> tuple[set[str], set[str]]:
    """Return the names that a statement reads, and those whose values it may change."""
    reads: set[str] = set()
    writes: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name):
            (reads if isinstance(node.ctx, ast.Load) else writes).add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            writes.add(node.name)
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            writes |= {part.id for part in ast.walk(node.value) if isinstance(part, ast.Name)}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            writes |= {part.id for part in ast.walk(node.func.value) if isinstance(part, ast.Name)} - {
                "np",
                "torch",
                "nn",
            }
        elif isinstance(node, ast.Import | ast.ImportFrom):
            writes |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    return reads, writes
