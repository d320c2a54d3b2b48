"""Python code is coloured as far as a page shows it, and escaped all the same."""

import html
import re

import pytest

from grader.pages import highlight
from grader.pages.highlight import LONGEST, code_html


def test_very_long_code_is_not_coloured() -> None:
    assert highlight.code_html("return " * 10_000) == "return " * 10_000


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("return 1", '<span class="k">return</span> <span class="m">1</span>'),
        ("x = 'a<b'", 'x = <span class="s">&#x27;a&lt;b&#x27;</span>'),
        ("# <b>", '<span class="c"># &lt;b&gt;</span>'),
        ("name", "name"),
        ("", ""),
    ],
)
def test_comments_keywords_texts_and_numbers_have_a_class(source: str, shown: str) -> None:
    assert code_html(source) == shown


@pytest.mark.parametrize(
    "source",
    ["\n\n  x = 1\n\n", "no newline", "%%time\nx", "def f(:\n\t'''", "\r\n", "é = '学'", "a\0b", "x" * (LONGEST + 1)],
)
def test_the_text_is_all_there_whatever_it_is(source: str) -> None:
    text = html.unescape(re.sub(r"</?span[^>]*>", "", code_html(source)))
    assert text.replace("\r\n", "\n") == source.replace("\r\n", "\n")
