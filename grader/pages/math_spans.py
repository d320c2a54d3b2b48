"""Where formulas stand in Markdown, found as Jupyter finds them: never in code, never across an empty line."""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<blank>\n[ \t]*(?=\n))
    | (?P<fence>(?:(?<=\n)|\A)[ ]{0,3}(?:`{3,}|~{3,}))
    | (?P<ticks>`+)
    | (?P<edge>\\\\?[()\[\]])
    | (?P<environment>\\(?:begin|end)\{[A-Za-z]{1,20}\*?\})
    | (?P<escaped>\\.)
    | (?P<dollars>\$\$?)
    | (?P<brace>[{}])
    """,
    re.VERBOSE,
)
_CLOSED_BY = {r"\\(": r"\\)", r"\\[": r"\\]", r"\(": r"\)", r"\[": r"\]", "$": "$", "$$": "$$"}
_MATHEMATICAL = re.compile(r"[\\^_=]")
_QUOTED = re.compile(r"\n[ ]{0,3}>[ ]?")


@dataclass(frozen=True, slots=True)
class Span:
    """A formula between two places of a text, delimiters included; ``latex`` is what is to be set."""

    start: int
    end: int
    latex: str
    display: bool


@dataclass(slots=True)
class _Open:
    """A delimiter that may begin a formula, and how deep in braces and environments of its own the text is."""

    start: int
    end: int
    closer: str
    braces: int = 0
    depth: int = 1


def find_formulas(source: str) -> list[Span]:
    """Find the formulas of a Markdown text, in order, in time that grows with its length alone."""
    return list(_found(source))


def _found(source: str) -> Iterator[Span]:
    code = _Code(source)
    opened: _Open | None = None
    place = 0
    while token := _TOKEN.search(source, place):
        kind, text, place = token.lastgroup, token[0], token.end()
        if kind in ("fence", "ticks"):
            place = code.end(token)
            opened = opened if place == token.end() else None
        elif kind == "blank":
            opened = None
        elif opened is None:
            opened = _opening(token)
        elif kind == "brace":
            opened.braces = max(0, opened.braces + (1 if text == "{" else -1))
        elif text == opened.closer and (opened.braces == 0 or text[0] != "$"):
            opened.depth -= 1
            if opened.depth == 0:
                span = _closed(source, opened, token)
                opened = _opening(token) if span is None and text[0] == "$" else None
                if span is not None:
                    yield span
        elif kind == "environment" and text == opened.closer.replace("end", "begin", 1):
            opened.depth += 1


def _opening(token: re.Match[str]) -> _Open | None:
    text = token[0]
    if text.startswith(r"\begin"):
        return _Open(token.start(), token.start(), text.replace("begin", "end", 1))
    return _Open(token.start(), token.end(), _CLOSED_BY[text]) if text in _CLOSED_BY else None


def _closed(source: str, opened: _Open, token: re.Match[str]) -> Span | None:
    """Make the span of a delimiter and its closer; None where they are prices or plain brackets."""
    whole = opened.closer.startswith(r"\end")
    inner = source[opened.end : token.end() if whole else token.start()]
    single = len(opened.closer) == 2 and opened.closer[0] == "\\"
    doubtful = inner != inner.strip() if opened.closer == "$" else single
    letter = len(inner.strip()) <= 3 and opened.closer != r"\]"  # \[1\] is a plain bracket
    if doubtful and not letter and not _MATHEMATICAL.search(inner):
        return None
    if opened.closer == "$" and source[token.end() : token.end() + 1].isdigit():
        return None
    if not inner.strip():
        return None
    line = source[source.rfind("\n", 0, opened.start) + 1 : opened.start].lstrip(" ")
    latex = _QUOTED.sub("\n", inner) if line.startswith(">") else inner
    display = whole or opened.closer in ("$$", r"\]", r"\\]")
    return Span(opened.start, token.end(), latex, display)


class _Code:
    """The runs of backticks and the empty lines of a text, which tell where code ends."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.runs: dict[int, list[int]] = defaultdict(list)
        for run in re.finditer("`+", source):
            self.runs[len(run[0])].append(run.start())
        self.blanks = [blank.start() for blank in re.finditer(r"\n[ \t]*(?=\n)", source)]

    def end(self, token: re.Match[str]) -> int:
        """Tell where the code that a token begins ends; at the token itself, where it begins none."""
        mark = token[0].strip()
        if token.lastgroup == "fence":
            closing = re.compile(rf"\n[ ]{{0,3}}{mark[0]}{{{len(mark)},}}[ \t]*(?=\n|\Z)")
            found = closing.search(self.source, token.end())
            return found.end() if found else len(self.source)
        runs = self.runs[len(mark)]
        following = bisect(runs, token.start())
        if following == len(runs):
            return token.end()
        place = bisect(self.blanks, token.start())
        paragraph = self.blanks[place] if place < len(self.blanks) else len(self.source)
        within = len(mark) >= 3 or runs[following] < paragraph  # a fence in a list may hold empty lines
        return runs[following] + len(mark) if within else token.end()
