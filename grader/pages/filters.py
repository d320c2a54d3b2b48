"""Replacements for filters of nbconvert's templates that take more than linear time."""

import html
from typing import Any

from jinja2 import pass_context

from grader.pages.highlight import CUT, MAX_ALL, MAX_SHOWN, code_html

SHOWN = "grader_code_shown"  # in the resources of a page: characters of code on it so far


@pass_context
def highlight_code(context: Any, source: str, metadata: object = None) -> str:
    """Colour a cell as a filter of nbconvert's templates: as Python, whatever the notebook says that it is."""
    resources = context.get("resources") or {}
    before = resources.get(SHOWN, 0)
    resources[SHOWN] = before + len(source)
    code = code_html(source) if resources[SHOWN] <= MAX_ALL else html.escape(source[: max(0, MAX_SHOWN - before)])
    cut = CUT if resources[SHOWN] > MAX_SHOWN else ""
    return f'<div class="highlight"><pre>{code}{cut}</pre></div>'


def unchanged(text: str) -> str:
    """Leave a text as it is, as a filter of nbconvert's templates, in place of one that has no use here."""
    return text
