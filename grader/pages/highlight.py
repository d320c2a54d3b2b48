"""Python code as HTML in a few colours; of one page so much, the rest as it stands."""

import html
from itertools import groupby

from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Number, String, _TokenType

LONGEST = 20_000  # characters of a cell that are coloured
MAX_ALL = 100_000  # of a page: a lexer takes some 20 microseconds for each
MAX_SHOWN = 400_000  # characters of code on a page
CUT = "\n[The rest of this cell is not shown: the notebook has more code than a page shows.]"
_CLASSES = ((Comment, "c"), (Keyword, "k"), (String, "s"), (Number, "m"))
_LEXER = PythonLexer(stripnl=False, ensurenl=False)


def code_html(source: str) -> str:
    """Colour comments, keywords, texts and numbers of Python code; very long code is escaped only."""
    if len(source) > LONGEST:
        return html.escape(source)
    parts = groupby(_LEXER.get_tokens(source), key=lambda token: _class(token[0]))
    return "".join(_part(name, "".join(text for _, text in tokens)) for name, tokens in parts)


def _class(kind: _TokenType) -> str:
    return next((name for group, name in _CLASSES if kind in group), "")


def _part(name: str, text: str) -> str:
    return f'<span class="{name}">{html.escape(text)}</span>' if name else html.escape(text)
