"""Python as tokens without what a person changes first: names, literals, comments, docstrings and layout."""

import io
import keyword
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from grader.repair.source import MAGIC, unfenced

LONGEST = 50_000  # characters of an answer that are compared
MOST = 20_000  # tokens
MOST_ERRORS = 200  # places at which reading starts anew
NAME, LITERAL = "name", "literal"
LINE = re.compile(r"[^\n]*\n|[^\n]+")
_LAYOUT = {
    *(tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
    *(tokenize.COMMENT, tokenize.ENDMARKER, tokenize.ENCODING),
}
_ENDS = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}  # what a statement may begin after
_FORMATTED = {  # the edges of an f-string, which is one token before Python 3.12
    getattr(tokenize, f"{kind}_{edge}"): step
    for kind in ("FSTRING", "TSTRING")
    for edge, step in (("START", 1), ("END", -1))
    if hasattr(tokenize, f"{kind}_{edge}")
}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: what it is, once names and literals are taken out, and where it stands (characters of the source)."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Raw:
    """A token as `tokenize` found it: its type, its text, and where it stands."""

    type: int
    text: str
    start: int
    end: int


def bare(source: str) -> str:
    """Return the Python in an answer, of the same length: magics and Markdown's fences are blank."""
    code = unfenced(source)
    before, _, after = source.partition(code) if code else ("", "", source)
    blank = [re.sub(r"[^\n]", " ", text) for text in (before, after)]
    return blank[0] + MAGIC.sub(lambda line: " " * len(line[0]), code) + blank[1]


def read_tokens(source: str) -> list[Token]:
    """Return the tokens of an answer that are compared; what cannot be read as Python is passed over, line by line.

    Args:
        source: the text of its cell.

    Raises:
        ValueError: the text is too long to be compared.
    """
    if len(source) > LONGEST:
        raise ValueError(f"it has {len(source):,} characters, and at most {LONGEST:,} are compared")
    found: list[Token] = []
    for token in _without_brackets(_merged(_without_texts(_lexed(bare(source))))):
        found.append(token)
        if len(found) > MOST:
            raise ValueError(f"it has more than {MOST:,} tokens, and no more are compared")
    return sorted(found, key=lambda token: token.start)


def _lexed(code: str) -> Iterator[_Raw]:
    """Yield the tokens of some code; where it cannot be read, go on behind the line that the last of them stands on."""
    lines = LINE.findall(code)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    first = 0
    for _ in range(MOST_ERRORS):
        last = first
        try:
            for token in tokenize.generate_tokens(io.StringIO("".join(lines[first:])).readline):
                row, end_row = first + token.start[0], first + token.end[0]
                if end_row <= len(lines):
                    last = end_row
                    begin, end = starts[row - 1] + token.start[1], starts[end_row - 1] + token.end[1]
                    yield _Raw(token.type, token.string, begin, end)
            return
        except (tokenize.TokenError, SyntaxError, ValueError):
            first = max(last, first + 1)
            if first >= len(lines):
                return
            yield _Raw(tokenize.NEWLINE, "", starts[first], starts[first])


def _without_texts(tokens: Iterable[_Raw]) -> Iterator[_Raw]:
    """Yield the tokens without layout and comments, and without texts that stand alone, as docstrings do."""
    fresh, waiting = True, None
    for token in tokens:
        if token.type in (tokenize.NL, tokenize.COMMENT):
            continue
        if token.type in _LAYOUT or token.text == ";":
            waiting, fresh = None, fresh or token.type in _ENDS or token.text == ";"
            continue
        if waiting is not None:
            yield waiting
        waiting = token if fresh and token.type == tokenize.STRING else None
        fresh = False
        if waiting is None:
            yield token


def _merged(tokens: Iterable[_Raw]) -> Iterator[Token]:
    """Yield the tokens with names and literals taken out; neighbouring texts are one, as is an f-string."""
    last: Token | None = None
    depth, begin = 0, 0
    for token in tokens:
        step = _FORMATTED.get(token.type, 0)
        begin = token.start if not depth else begin
        depth += step
        if depth:
            continue
        literal = step or token.type in (tokenize.STRING, tokenize.NUMBER)
        fresh = Token(LITERAL if literal else _kind(token), begin, token.end)
        if literal and last is not None and last.kind == LITERAL:
            last = replace(last, end=fresh.end)
            continue
        if last is not None:
            yield last
        last = fresh
    if last is not None:
        yield last


def _kind(token: _Raw) -> str:
    return NAME if token.type == tokenize.NAME and not keyword.iskeyword(token.text) else token.text


def _without_brackets(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield the tokens without round brackets that call nothing, and without a comma before a closing bracket."""
    opened: list[bool] = []
    last: Token | None = None
    for token in tokens:
        kept = True
        if token.kind in ("(", "[", "{"):
            kept = token.kind != "(" or (last is not None and last.kind in (NAME, LITERAL, ")", "]"))
            opened.append(kept)
        elif token.kind in (")", "]", "}"):
            kept = opened.pop() if opened else True
        if last is not None and not (last.kind == "," and token.kind in (")", "]", "}")) and last.end >= 0:
            yield last
        last = token if kept else Token(token.kind, token.start, -1)
    if last is not None and last.end >= 0:
        yield last
