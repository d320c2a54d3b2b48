"""What a cell of Python defines, and where Python cannot read it."""

from __future__ import annotations

import ast
import hashlib
import re
import warnings
from collections.abc import Iterator

DEFINITION = re.compile(r"^(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*=(?!=)", re.MULTILINE)
MAGIC = re.compile(r"^([ \t]*)(?:[%!?].*|\S.*\?)$", re.MULTILINE)
ASSIGNED_MAGIC = re.compile(r"^([ \t]*[\w, \t]+=[ \t]*)[%!].*$", re.MULTILINE)
FENCED = re.compile(r"\s*```\w*[ \t]*\n(?P<code>.*?)\n?```\s*", re.DOTALL)
TRANSPARENT = ("%%time", "%%capture")  # such a cell's code runs in the notebook's own namespace
LONGEST_CODE = 50_000  # characters of a cell that are looked into


def unfenced(source: str) -> str:
    """Return code as it stands between Markdown's fences; anything else as it is."""
    match = FENCED.fullmatch(source)
    return match["code"] if match else source


def foreign(source: str) -> bool:
    """Whether a cell is in another language, by the magic that it begins with."""
    return source.startswith("%%") and not source.startswith(TRANSPARENT)


def mistake(source: str) -> tuple[int, str] | None:
    """Return where Python cannot read a cell, its line and what is wrong there; None if it can, magics aside."""
    if foreign(source) or len(source) > LONGEST_CODE or not source.strip():
        return None
    text = ASSIGNED_MAGIC.sub(r"\1None", MAGIC.sub(r"\1pass", source))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return error.lineno or 1, str(error.msg)
    except (ValueError, RecursionError, MemoryError) as error:
        return 1, str(error)
    return None


def defined(source: str) -> set[str]:
    """Return the names that a cell defines at its top level, guessed by its lines where it cannot be read."""
    if foreign(source):
        return set()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(MAGIC.sub(r"\1pass", source)) if len(source) <= LONGEST_CODE else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = None
    if tree is None:
        return {name for pair in DEFINITION.findall(source) for name in pair if name}
    return {name for node in tree.body for name in _names(node)}


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    elif isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))


def digest(text: str) -> str:
    """Return what two texts have in common that are the same but for white space at the ends of lines."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()[:16]
