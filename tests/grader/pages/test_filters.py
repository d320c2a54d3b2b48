"""How the formgrader's page shows code: as Python, so much of it, whatever lexer a notebook chooses."""

from typing import Any

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pygments import lexers

from grader.course import Course
from grader.pages import feedback_cells, filters, highlight
from grader.pages.feedback_cells import blocks

PAGE: dict[str, Any] = {
    **dict.fromkeys(("student", "first_name", "last_name", "notebook_path", "base_url", "next", "prev"), ""),
    **{"submission_id": "x", "assignment_id": "hw3", "notebook_id": "hw3", "index": 0, "total": 1},
}


def page(course: Course, *cells: NotebookNode, **metadata: object) -> str:
    notebook = new_notebook(cells=list(cells), metadata=metadata)
    html, _ = HTMLExporter(config=course.config).from_notebook_node(notebook, dict(PAGE))
    return str(html)


def test_a_cell_cannot_choose_what_it_is_coloured_as(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(lexers, "get_lexer_by_name", lambda name, **options: asked.append(name))
    magics = [new_code_cell(f"%%{name}\nx <a") for name in ("perl", "html", "ruby", "R")]
    chosen = new_code_cell("x", metadata={"magics_language": "perl"})
    fence = new_markdown_cell("```perl\nx\n```")
    html = page(course, *magics, chosen, fence, language_info={"name": "perl", "pygments_lexer": "perl"})
    assert asked == []
    assert "%%perl\nx &lt;a" in html


def test_code_is_coloured_and_escaped(course: Course) -> None:
    html = page(course, new_code_cell("def f(): return '<b>'  # c"))
    assert '<div class="highlight"><pre><span class="k">def</span> f(): <span class="k">return</span>' in html
    assert "'&lt;b&gt;'" in html


def test_a_page_shows_so_much_code(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (filters, feedback_cells):
        monkeypatch.setattr(module, "MAX_ALL", 100)
        monkeypatch.setattr(module, "MAX_SHOWN", 150)
    cells = [new_code_cell("return " * 10 + str(number)) for number in range(3)]
    shown = "".join(str(block.html) for block in blocks(new_notebook(cells=cells), None, [], []))
    for html in (page(course, *cells), shown):
        assert html.count('<span class="k">return</span>') == 10
        assert html.count("return") == 10 + 10 + 1
        assert html.count(highlight.CUT.strip()) == 1
