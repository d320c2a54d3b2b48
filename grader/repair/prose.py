"""What students write in words: in text cells, and in the comments and strings of code."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, replace

from grader.repair.source import MAGIC, tree

# A sign of a script without spaces between words counts as a word.
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\d_]{2,}")
ADDRESS = re.compile(r"\b(?:data:|\w{1,20}://)[^\s)\"'<>]*")
SHELL_OUTPUT = re.compile(r"[ \t]*!\s*(?:echo|printf)\b(.*)")
FULL_COMMENT = re.compile(r"([ \t]*)#+(.*)")
SHOWING = {"print", "display", "display_markdown", "pprint", "Markdown", "HTML", "Latex"}
LITERALS = (ast.Constant, ast.JoinedStr, ast.BinOp, ast.List, ast.Tuple, ast.Dict)


@dataclass(frozen=True, slots=True)
class Prose:
    """Words written in code.

    Attributes:
        start: the first of their lines.
        end: the last one.
        text: the words.
        aside: whether they belong to the code around them, as a docstring or a figure's title does.
        joins: whether what stands on the next line may continue them.
    """

    start: int
    end: int
    text: str
    aside: bool
    joins: bool = True


def words(text: str) -> list[re.Match[str]]:
    """Return the words of a text, without those of addresses and of pictures that are written out in it."""
    return list(WORD.finditer(ADDRESS.sub(lambda match: " " * len(match[0]), text)))


def find_prose(source: str, aside: bool = False) -> list[Prose]:
    """Return the comments and strings of some code, those on neighbouring lines joined; commented-out code is left out.

    Args:
        source: the code; of what cannot be parsed only comments on lines of their own are found.
        aside: whether all of it is the answer to a task, whose comments belong to the code.
    """
    code = MAGIC.sub(r"\1pass", source)
    parsed = tree(source)
    found = [*_comments(code), *_echoes(source), *(_strings(parsed) if parsed else ())]
    joined: list[Prose] = []
    for item in sorted(found, key=lambda prose: prose.start):
        last = joined[-1] if joined else None
        if last and last.joins and item.joins and last.aside == item.aside and item.start - last.end <= 2:
            joined[-1] = replace(last, end=item.end, text=f"{last.text} {item.text}")
        else:
            joined.append(item)
    return [replace(prose, aside=True) for prose in joined] if aside else joined


def _comments(code: str) -> Iterator[Prose]:
    lines = code.splitlines()
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
        places = [(*token.start, token.string.lstrip("#")) for token in tokens if token.type == tokenize.COMMENT]
    except (tokenize.TokenError, SyntaxError, ValueError):
        matches = [(number, FULL_COMMENT.fullmatch(line)) for number, line in enumerate(lines, start=1)]
        places = [(number, len(found[1]), found[2]) for number, found in matches if found]
    for line, column, text in places:
        if tree(text.strip()) is None:
            alone = not lines[line - 1][:column].strip()
            yield Prose(line, line, text.strip(), aside=column > 0, joins=alone)


def _echoes(source: str) -> Iterator[Prose]:
    """Return the text that a cell prints with the shell."""
    for number, line in enumerate(source.splitlines(), start=1):
        if found := SHELL_OUTPUT.fullmatch(line):
            yield Prose(number, number, found[1].strip(), aside=False)


def _strings(parsed: ast.Module) -> Iterator[Prose]:
    for statement in parsed.body:
        texts = [
            (node.lineno, node.end_lineno or node.lineno, node.value)
            for node in ast.walk(statement)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        if not texts:
            continue
        if _is_said(statement):
            text = " ".join(text for _, _, text in sorted(texts, key=lambda place: place[0]))
            yield Prose(statement.lineno, statement.end_lineno or statement.lineno, text, aside=False)
        else:
            for start, end, text in texts:
                yield Prose(start, end, text, aside=True, joins=False)


def _is_said(statement: ast.stmt) -> bool:
    """Whether a statement of a cell does nothing but name or show its strings."""
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        return isinstance(statement.value, LITERALS)
    if not isinstance(statement, ast.Expr):
        return False
    called = statement.value.func if isinstance(statement.value, ast.Call) else None
    name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    return called is None or name in SHOWING
