"""What a person wrote about an answer, as a page shows it: text as it was typed, formulas set."""

import html

from markupsafe import Markup

from grader.pages.clean import clean_html
from grader.pages.formulas import to_mathml
from grader.pages.math_spans import find_formulas


def typeset(text: str) -> Markup:
    """Return a comment as HTML: its formulas as MathML, all else escaped."""
    parts, place = [], 0
    for span in find_formulas(text):
        parts += [html.escape(text[place : span.start]), to_mathml(span.latex, span.display)]
        place = span.end
    return Markup(clean_html("".join([*parts, html.escape(text[place:])])))
