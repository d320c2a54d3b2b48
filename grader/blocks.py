"""What a piece of Python defines, and where its top-level statements begin, even where it cannot be parsed."""

import ast
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import parso

LONGEST = 200_000  # characters; longer cells are taken as one block
HEAD = re.compile(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)", re.MULTILINE)
TRANSPARENT = re.compile(r"%%(?:time|capture)\b")  # such a cell's code runs in the notebook's own namespace
MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)
FENCED = re.compile(r"\s*```\w*[ \t]*\n(?P<code>.*?)\n?```\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level statement, with the comments before it, and the names it defines."""

    source: str
    names: frozenset[str]


def blocks(source: str) -> list[Block]:
    """The top-level statements of some source, in order; their sources put together are the source."""
    if len(source) > LONGEST:
        return [Block(source, frozenset(HEAD.findall(source)))]
    try:
        nodes = parso.parse(source).children
    except (RecursionError, ValueError):
        return [Block(source, frozenset(HEAD.findall(source)))]
    found: list[Block] = []
    last = 0
    for node in nodes:
        code = node.get_code()
        line, column = node.start_pos
        if found and (column > 0 or line == last or not code.strip() or node.type == "endmarker"):
            found[-1] = Block(found[-1].source + code, found[-1].names | _names(node))
        elif code:
            found.append(Block(code, _names(node)))
        last = node.end_pos[0] - (node.end_pos[1] == 0)
    return found


def _names(node: Any) -> frozenset[str]:
    if node.type in ("decorated", "async_stmt", "async_funcdef"):
        return frozenset().union(*(_names(child) for child in node.children))
    if node.type in ("funcdef", "classdef"):
        return frozenset({node.name.value})
    if node.type == "simple_stmt":
        kinds = [child for child in node.children if child.type in ("expr_stmt", "import_from", "import_name")]
        return frozenset(name.value for child in kinds for name in child.get_defined_names())
    if node.type in ("error_node", "error_leaf"):
        return frozenset(HEAD.findall(node.get_code()))
    return frozenset()


@lru_cache(maxsize=4096)
def defined(source: str) -> frozenset[str]:
    """The names that some source defines at its top level."""
    if source.startswith("%%") and not TRANSPARENT.match(source):
        return frozenset()
    return frozenset().union(*(block.names for block in blocks(source)))


def parses(source: str) -> bool:
    """Whether some source is Python, its lines of magic left aside."""
    try:
        ast.parse(MAGIC.sub(r"\1pass", source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def unfenced(source: str) -> str:
    """Code as it stands between Markdown's fences; anything else as it is."""
    match = FENCED.fullmatch(source)
    return match["code"] if match else source
