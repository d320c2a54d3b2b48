"""Students' Markdown on a feedback page: prose stays as it is, and nothing in it lives."""

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.feedback import submission_html
from grader.feedback_page import FeedbackExporter, clean
from grader.results import Status, SubmissionResult

PROSE = (
    "<h2>Task 1</h2>\n<p>A <strong>score</strong>: $a &lt; b$</p>\n"
    '<p><a href="https://example.org">Here</a></p>\n<p><img alt="map" src="data:image/png;base64,AAAA"></p>\n'
    "<ul>\n<li><code>x</code></li>\n</ul>\n<table>\n<tbody><tr>\n<td>1</td>\n</tr>\n</tbody></table>\n"
)
LIVE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://example.org/seen.png">',
    '<img src="data:image/svg+xml;base64,AAAA">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="data:text/html,x">x</a>',
    '<p style="position: fixed">x</p>',
    '<iframe src="https://example.org"></iframe>',
    '<form action="https://example.org"></form>',
    "<style>* { display: none }</style>",
    '<svg onload="alert(1)"></svg>',
]


def test_prose_stays_as_it_is() -> None:
    assert clean(PROSE) == PROSE


def test_the_head_of_the_page_stays_as_it_is() -> None:
    head = submission_html(SubmissionResult("hw3", Status.GRADED, 90, 90, notes=("Put back a cell.",), seen=("x",)))
    assert BeautifulSoup(clean(head), "html.parser").prettify().replace("44em;", "44em") == (
        BeautifulSoup(head, "html.parser").prettify()
    )


@pytest.mark.parametrize("html", LIVE)
def test_what_would_run_or_reach_out_is_text_or_gone(html: str) -> None:
    for tag in BeautifulSoup(clean(html), "html.parser").find_all(True):
        assert tag.name in ("p", "a", "img")
        assert set(tag.attrs) <= {"style"}
        assert not tag.attrs.get("style")


def test_when_a_page_was_made_then_the_next_one_compiles_no_template(monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = new_notebook(cells=[new_markdown_cell("# Title", id="a"), new_code_cell("1 + 1", id="b")])
    first, _ = FeedbackExporter().from_notebook_node(notebook)

    def refuse(environment: Environment, source: str, name: str | None = None, *_: object) -> None:
        raise AssertionError(f"{name} is compiled again")

    monkeypatch.setattr(Environment, "compile", refuse)
    second, _ = FeedbackExporter().from_notebook_node(notebook)
    assert second == first
