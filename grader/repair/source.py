"""What a piece of Python defines, and where its top-level statements begin, even where it cannot be parsed."""

import ast
import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

DEFINITION = re.compile(r"^(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^(\w+)[ \t]*=(?!=)", re.MULTILINE)
LONGEST = 50_000  # characters of code that is parsed: time and memory can grow with their square
MAX_FIELDS = 2 * 10**8  # its characters times its braces: Python before 3.12 reads all of an f-string for each field
STATEMENT = re.compile(r"(?!(?:else|elif|except|finally)\b)[^\s#)\]}'\"]")  # how a top-level statement's line begins
TRANSPARENT = re.compile(r"%%(?:time|capture)\b")  # such a cell's code runs in the notebook's own namespace
MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)
FENCED = re.compile(r"\s*```\w*[ \t]*\n(?P<code>.*?)\n?```\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level statement, with the comments before it, and the names it defines."""

    source: str
    names: frozenset[str]


def blocks(source: str) -> list[Block]:
    """Return the top-level statements of some source, in order; their sources put together are the source."""
    parsed = tree(source)
    lines = source.splitlines(keepends=True)
    if parsed is None:
        starts = [number for number, line in enumerate(lines) if STATEMENT.match(line)]
        starts = [number for number in starts if not (number and lines[number - 1].startswith("@"))]
        edges = [0, *starts[1:], len(lines)] if starts else [0, len(lines)]
        pieces = ["".join(lines[low:high]) for low, high in pairwise(edges)]
        return [Block(piece, _guessed(piece)) for piece in pieces if piece]
    found: list[tuple[str, set[str]]] = []
    last = 0
    for node in parsed.body:
        end = node.end_lineno or node.lineno
        if found and end <= last:  # on the line on which the one before ends
            found[-1][1].update(_names(node))
            continue
        found.append(("".join(lines[last:end]), set(_names(node))))
        last = end
    rest = "".join(lines[last:])
    if found:
        found[-1] = (found[-1][0] + rest, found[-1][1])
        return [Block(text, frozenset(names)) for text, names in found]
    return [Block(rest, frozenset())] if rest else []


def is_short(source: str) -> bool:
    """Whether some source is short enough to be parsed; otherwise its definitions are found line by line."""
    return len(source) <= LONGEST and source.count("{") * len(source) <= MAX_FIELDS


def tree(source: str) -> ast.Module | None:
    """Return the parsed source, ignoring its magics; None if it cannot be parsed, or is too long to be."""
    if not is_short(source):
        return None
    try:
        return _parsed(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def syntax_error(source: str) -> SyntaxError | None:
    """Return why some source is no Python, ignoring its magics; None if it is, or is not parsed for another reason."""
    if not is_short(source):
        return None
    try:
        _parsed(source)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError):
        return None
    return None


def _parsed(source: str) -> ast.Module:
    with warnings.catch_warnings(action="ignore"):
        return ast.parse(MAGIC.sub(r"\1pass", source))


def _names(node: ast.stmt) -> frozenset[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return frozenset({node.name})
    if isinstance(node, ast.Import | ast.ImportFrom):
        return frozenset((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return frozenset(part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))


def _guessed(source: str) -> frozenset[str]:
    return frozenset(name for pair in DEFINITION.findall(source) for name in pair if name)


def defined(source: str) -> frozenset[str]:
    """Return the names that some source defines at its top level."""
    if source.startswith("%%") and not TRANSPARENT.match(source):
        return frozenset()
    return _read(source)[1]


def parses(source: str) -> bool:
    """Whether some source is Python, ignoring its magics; what is too long to be parsed is not."""
    return _read(source)[0]


@lru_cache(maxsize=4096)
def _read(source: str) -> tuple[bool, frozenset[str]]:
    """Whether some source can be parsed, and the names that it defines."""
    parsed = tree(source)
    return parsed is not None, _guessed(source) if parsed is None else frozenset().union(*map(_names, parsed.body))


def clear_cache() -> None:
    """Clear the cache of parsed code, which would otherwise be kept for the next submission."""
    _read.cache_clear()


def same_code(left: str, right: str) -> bool:
    """Whether two sources are the same Python apart from comments and layout; False if either cannot be parsed."""
    trees = [tree(source) for source in (left, right)]
    try:
        dumped = [ast.dump(parsed) for parsed in trees if parsed is not None]
    except RecursionError:
        return False
    return len(dumped) == 2 and dumped[0] == dumped[1]


def unfenced(source: str) -> str:
    """Code as it stands between Markdown's fences; anything else as it is."""
    match = FENCED.fullmatch(source)
    return match["code"] if match else source
