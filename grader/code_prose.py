"""What a code cell says in words: comments, strings and prints that are no part of the program."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from grader.blocks import MAGIC, parses

FEW = 6  # words that are prose in a cell of the student's own, or that was given out
MANY = 20  # words that are prose in the answer to another task, in a docstring or in any other string
SAYS = {"print", "display", "Markdown", "HTML", "Latex", "display_markdown"}
TEXT_MAGIC = re.compile(r"%%(?:markdown|html|latex)\b[^\n]*\n?")
WORD = re.compile(r"[^\W\d_]+")
CODE = re.compile(r"[=(\[.{:]")


def code_texts(source: str, before: str, answer: bool) -> Iterator[str]:
    """The texts of a code cell that are prose and were not given out.

    Args:
        source: the cell as it was handed in.
        before: the cell as it was given out, empty if it was not.
        answer: whether the cell is the answer to a task in code, whose comments are about that code.
    """
    magic = TEXT_MAGIC.match(source)
    texts = [(source[magic.end() :], FEW)] if magic else _texts(source)
    old = {_plain(text) for text, _ in _texts(before)}
    old |= {_plain(line) for line in before.splitlines()}
    for text, least in texts:
        lines = [line for line in text.splitlines() if _plain(line) not in old and not is_code(line)]
        own = "\n".join(lines)
        if _plain(text) not in old and len(WORD.findall(own)) >= (MANY if answer else least):
            yield own.strip()


def is_code(line: str) -> bool:
    """Whether a line is a statement or the head of one, rather than words."""
    line = line.strip()
    return bool(CODE.search(line)) and (parses(line) or parses(f"{line} pass"))


def _plain(text: str) -> str:
    return " ".join(text.strip().lstrip("#").split())


def _texts(source: str) -> list[tuple[str, int]]:
    """Comments and strings of a cell, and how many words make each of them prose."""
    source = MAGIC.sub(r"\1pass", source)
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _comments(source) + [(line, FEW) for line in source.splitlines() if _wordy(line)]
    return _comments(source) + list(_strings(tree))


def _comments(source: str) -> list[tuple[str, int]]:
    """The comments, those on neighbouring lines as one."""
    found: list[tuple[int, str]] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                found.append((token.start[0], token.string.lstrip("#").strip()))
    except (tokenize.TokenError, SyntaxError):  # the rest cannot be told from code
        pass
    groups: list[tuple[int, list[str]]] = []
    for row, text in found:
        if groups and row <= groups[-1][0] + 1:
            groups[-1] = (row, [*groups[-1][1], text])
        else:
            groups.append((row, [text]))
    return [("\n".join(texts), FEW) for _, texts in groups]


def _strings(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The strings, those that are only said before those that are part of a program."""
    said: set[int] = set()
    for node in ast.walk(tree):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Module):
            parts = [statement.value for statement in node.body if isinstance(statement, ast.Expr)]
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            parts = list(node.args) if name in SAYS else []
        elif isinstance(node, ast.Assign):
            parts = [node.value]
        for part in parts:
            if isinstance(part, ast.Constant | ast.JoinedStr | ast.BinOp) and (text := _string(part)):
                said.update(id(inner) for inner in ast.walk(part))
                yield text, FEW
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value, MANY


def _string(node: ast.expr) -> str:
    """The text of a string, also of one that is put together."""
    parts = [inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant)]
    return " ".join(part for part in parts if isinstance(part, str))


def _wordy(line: str) -> bool:
    """Whether a line of a cell that is no Python reads as a sentence."""
    text = line.strip()
    letters = sum(character.isalpha() or character.isspace() or character in ",.;:'!?-" for character in text)
    return not text.startswith("#") and bool(text) and letters >= 0.9 * len(text) and not is_code(text)
