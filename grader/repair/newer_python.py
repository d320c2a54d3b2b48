"""Tells code that newer versions of Python may read from code that none does, without any of them.

What later versions added is rewritten, and the result parsed: f-strings with quotes, backslashes, comments and line
breaks in their fields (3.12), type statements and type parameters (3.12), `except` with several types and no
parentheses (3.14), and t-strings (3.14). For a hint only: what it lets pass need not be right in every detail.
"""

import re

from grader.repair.source import is_short, syntax_error

DEEPEST = 10  # fields within fields of an f-string
OPENING = re.compile(r"(?P<comment>#[^\n]*)|(?P<prefix>\b[a-zA-Z]{1,2})?(?P<quote>'''|\"\"\"|'|\")")
REWRITTEN = [
    (re.compile(r"^([ \t]*)type[ \t]+(\w+)[ \t]*(?:\[[^\]\n]*\])?[ \t]*=", re.MULTILINE), r"\1\2 ="),
    (re.compile(r"\b((?:def|class)[ \t]+\w+)[ \t]*\[[^\]\n]*\](?=[ \t]*[(:])"), r"\1"),
    (re.compile(r"\bexcept[ \t]+([\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)[ \t]*:"), r"except (\1):"),
]


def newer_reads(source: str) -> bool:
    """Whether a newer version of Python may read some source that this one does not."""
    if not is_short(source) or syntax_error(source) is None:
        return False
    try:
        older = _Reader(source).code("", 0)
    except ValueError:
        return False
    for pattern, words in REWRITTEN:
        older = pattern.sub(words, older)
    return syntax_error(older) is None


class _Reader:
    """Reads source from its beginning to its end; every method raises ValueError where it is not Python."""

    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0

    @property
    def next(self) -> str:
        """The character that comes next."""
        if self.at >= len(self.source):
            raise ValueError("the source ends here")
        return self.source[self.at]

    def code(self, ends: str, depth: int) -> str:
        """Return the code up to one of `ends` outside brackets, with empty strings for f-strings, without comments."""
        pieces: list[str] = []
        level = 0
        while ends or self.at < len(self.source):
            char, found = self.next, OPENING.match(self.source, self.at)
            if found and found["comment"]:
                self.at = found.end()
            elif found:
                pieces.append(self._string(found, depth))
            elif level == 0 and char in ends and not self.source.startswith("!=", self.at):
                break
            else:
                level += (char in "([{") - (char in ")]}")
                pieces.append(char)
                self.at += 1
        return "".join(pieces)

    def _string(self, found: re.Match[str], depth: int) -> str:
        start, quote = self.at, found["quote"]
        formatted = bool({"f", "t"} & set((found["prefix"] or "").lower()))
        self.at = found.end()
        while not self.source.startswith(quote, self.at):
            if self.next == "\n" and len(quote) == 1:
                raise ValueError("a string that does not end")
            if formatted and self.source.startswith(("{{", "}}"), self.at):
                self.at += 2
            elif formatted and self.next == "{":
                self._field(depth + 1)
            elif self.next == "\\" and not (formatted and self.source.startswith("\\{", self.at)):
                self.at += 2
            else:
                self.at += 1
        self.at += len(quote)
        lines = "\n" * self.source.count("\n", start, self.at)
        return f'"""{lines}"""' if formatted else self.source[start : self.at]

    def _field(self, depth: int) -> None:
        """Read a replacement field with its conversion and format, where fields may stand again."""
        self.at += 1
        expression = self.code("}:!", depth).rstrip().removesuffix("=")
        if depth > DEEPEST or not expression.strip() or syntax_error(f"({expression})") is not None:
            raise ValueError("a field that is no expression")
        if self.next == "!":
            self.at += 2
        while self.next != "}":
            if self.next == "{":
                self._field(depth + 1)
            else:
                self.at += 1
        self.at += 1
