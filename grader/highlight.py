"""Python code as HTML in a few colours."""

import html

from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Number, String

LONGEST = 50_000  # characters that are coloured
_CLASSES = ((Comment, "c"), (Keyword, "k"), (String, "s"), (Number, "m"))
_LEXER = PythonLexer(stripnl=False, ensurenl=False)


def code_html(source: str) -> str:
    """Colour comments, keywords, texts and numbers of Python code; very long code is escaped only."""
    if len(source) > LONGEST:
        return html.escape(source)
    parts: list[tuple[str, str]] = []
    for kind, text in _LEXER.get_tokens(source):
        name = next((name for group, name in _CLASSES if kind in group), "")
        if parts and parts[-1][0] == name:
            parts[-1] = name, parts[-1][1] + text
        else:
            parts.append((name, text))
    return "".join(
        f'<span class="{name}">{html.escape(text)}</span>' if name else html.escape(text) for name, text in parts
    )
