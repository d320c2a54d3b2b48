"""A person's comment is shown as it was typed, its formulas set."""

import pytest

from grader.pages.comments import typeset


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Well done.", "Well done."),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<b>bold</b> **bold**", "&lt;b&gt;bold&lt;/b&gt; **bold**"),
        ("3 $ or 4 $", "3 $ or 4 $"),
        ("`$x$` is code", "`$x$` is code"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("", ""),
    ],
)
def test_what_is_no_formula_is_text(text: str, html: str) -> None:
    assert typeset(text) == html


def test_formulas_are_set_between_their_words() -> None:
    html = typeset(r"See $\nabla \log p$ and $$x < y$$ again.")
    assert html.startswith("See <math")
    assert html.endswith(" again.")
    assert html.count("<math") == 2
    assert "&lt;" in html


def test_no_macro_of_a_formula_becomes_a_link() -> None:
    assert "href" not in typeset(r"$\href{javascript:alert(1)}{x}$").lower().replace("\\href", "")
