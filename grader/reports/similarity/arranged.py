"""The tokens of an answer in an order of their own: whoever moves statements about changes nothing of it."""

import ast
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from grader.repair.source import tree
from grader.reports.similarity.tokens import LINE, Token, bare

MOST = 500  # statements of a block that are put in order
_BLOCKS = ("body", "handlers", "cases", "orelse", "finalbody")


def arranged(source: str, tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with the statements of each block sorted by what they are, and idle ones left out.

    Idle are statements in a function that give values to names which are read nowhere.

    Args:
        source: the text of an answer.
        tokens: what `read_tokens` returns for it.

    Returns:
        The tokens as they are where the answer cannot be parsed.
    """
    text = bare(source).replace("\r", " ")  # the parser takes it for the end of a line, which `read_tokens` does not
    parsed = tree(text)
    if parsed is None:
        return list(tokens)
    try:
        return _Arrangement(text, parsed, tokens).block(parsed.body, 0, len(tokens), inside=False)
    except RecursionError:
        return list(tokens)


class _Arrangement:
    """Sorts the tokens of one answer.

    Args:
        text: the answer.
        parsed: what Python makes of it.
        tokens: its tokens.
    """

    def __init__(self, text: str, parsed: ast.Module, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.starts = [token.start for token in tokens]
        self.lines = LINE.findall(text)
        self.begins = [0]
        for line in self.lines:
            self.begins.append(self.begins[-1] + len(line))
        names = (node for node in ast.walk(parsed) if isinstance(node, ast.Name))
        self.read = {node.id for node in names if isinstance(node.ctx, ast.Load)}

    def block(self, statements: Sequence[ast.stmt], low: int, high: int, inside: bool) -> list[Token]:
        """Return the tokens of a block in order.

        Args:
            statements: what it holds.
            low: the index of its first token.
            high: the index behind its last token.
            inside: whether it is in a function.
        """
        parts: list[list[Token]] = []
        for statement in statements:
            end = min(high, self._index(statement.end_lineno or 0, statement.end_col_offset or 0))
            if not (inside and self._idle(statement)):
                parts.append(self._statement(statement, low, end, inside))
            low = max(low, end)
        if len(parts) <= MOST:
            parts.sort(key=lambda part: [token.kind for token in part])
        return [token for part in parts for token in part] + list(self.tokens[low:high])

    def _statement(self, statement: ast.stmt, low: int, high: int, inside: bool) -> list[Token]:
        inside = inside or isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)
        found: list[Token] = []
        for block in _blocks(statement):
            first, last = block[0], block[-1]
            decorators = getattr(first, "decorator_list", [])
            begin = self._index(first.lineno, first.col_offset)
            if decorators:
                begin = self._index(decorators[0].lineno, decorators[0].col_offset) - 1  # its @
            end = self._index(last.end_lineno or 0, last.end_col_offset or 0)
            found += self.tokens[low:begin]
            found += self.block(block, begin, end, inside)
            low = end
        return found + list(self.tokens[low:high])

    def _idle(self, statement: ast.stmt) -> bool:
        if isinstance(statement, ast.Pass):
            return True
        if isinstance(statement, ast.Expr):
            return isinstance(statement.value, ast.Constant | ast.Name)
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        gives = isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign)
        return gives and all(isinstance(target, ast.Name) and target.id not in self.read for target in targets)

    def _index(self, line: int, column: int) -> int:
        """Return the index of the first token at or behind a place, its column in bytes as `ast` gives it."""
        text = self.lines[line - 1].encode("utf-8", "replace")[:column].decode("utf-8", "replace")
        return bisect_left(self.starts, self.begins[line - 1] + len(text))


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the blocks of statements right below a node, in order."""
    for field in _BLOCKS:
        inner = getattr(node, field, None)
        if not isinstance(inner, list) or not inner:
            continue
        if isinstance(inner[0], ast.stmt):
            yield inner
        else:
            for part in inner:
                yield from _blocks(part)
