"""Templates escape every value, and a value that is missing is an error of ours, not an empty place."""

import pytest
from jinja2 import UndefinedError

from grader.pages import render as module
from grader.pages.render import compile_all, render


def test_every_template_compiles() -> None:
    compile_all()
    names = module._environment().list_templates(filter_func=lambda name: "/" not in name)
    assert {"feedback_page.html.j2", "report.html.j2", "collected.html.j2", "similar.html.j2"} <= set(names)


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ value }}", "&lt;b&gt; x"),
        ("{{ value | plain }}", "&lt;b&gt; x"),
        ("{{ value | one_line }}", "&lt;b&gt; x"),
        ("{{ value | brief(4) }}", "&lt;b&gt;…"),
        ("{{ value | typeset }}", "&lt;b&gt; x"),
        ("{{ 7.50 | number }}", "7.5"),
    ],
)
def test_a_value_is_escaped_by_whatever_filter_it_goes_through(template: str, shown: str) -> None:
    assert module._environment().from_string(template).render(value="<b> x") == shown


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("similar.html.j2")
