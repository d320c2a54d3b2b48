"""A student's texts: what is plain stays as written, all else becomes HTML that no renderer reads otherwise."""

import re

import nbformat
import pytest
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_markdown_cell, new_notebook, new_raw_cell

from grader.pages import student_text
from grader.pages.markdown import to_html
from grader.pages.rewriter import SPOKEN
from grader.pages.student_text import MAX_CELL, is_active, sanitize_texts
from tests.support.drawn import picture
from tests.support.payloads import TEXTS

TAG = re.compile(r'<(/?)(\w+)((?: \w+="[^"<>]*")*)>')
ALLOWED = {"src", "alt", "start", "colspan", "rowspan"}


def settled(source: str, **cell: object) -> str:
    notebook = new_notebook(cells=[new_markdown_cell(source, **cell)])
    sanitize_texts(notebook, None)
    return str(notebook.cells[0].source)


@pytest.mark.parametrize(
    "source",
    [
        "The arrows lead to the *data*, since **p** is larger there: $\\nabla \\log p(x_1)$, up to 50 %.",
        "- one\n- two\n\n1. $a_1 b_2$\n\nand `code`.",
        "Émile's answer: 答え",
        "",
    ],
)
def test_plain_prose_stays_as_it_was_written(source: str) -> None:
    assert settled(source) == source


@pytest.mark.parametrize("source", TEXTS.values(), ids=TEXTS)
def test_what_is_left_of_a_payload_is_harmless_html_on_one_line(source: str) -> None:
    line = settled(source)
    if not is_active(source):
        assert line == source
        return
    assert "\n" not in line
    assert line.startswith("<div>")
    for _, tag, attributes in TAG.findall(line):
        assert tag not in ("script", "style", "svg", "math", "iframe", "a", "form", "input", "object", "base", "meta")
        assert {name.partition("=")[0] for name in attributes.split()} <= ALLOWED
    assert not set(re.sub(r"&#\d+;", "", TAG.sub("", line))) & SPOKEN
    assert all(src.startswith("data:image/png;base64,") for src in re.findall(r'src="([^"]*)"', line))


@pytest.mark.parametrize("source", TEXTS.values(), ids=TEXTS)
def test_rendering_it_as_markdown_changes_nothing(source: str) -> None:
    line = settled(source)
    if is_active(source):
        assert MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(line).strip() == line


@pytest.mark.parametrize("source", TEXTS.values(), ids=TEXTS)
def test_and_settling_it_again_changes_no_more(source: str) -> None:
    line = settled(source)
    assert settled(line) in (line, f"<div>{line}</div>")


def test_what_is_seen_stays() -> None:
    line = settled(
        "## Answer\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```python\nx = [1]\n\ny\n```\n\n**bold** $a<b$ [text](https://a.example/b)"
    )
    for part in (
        "<h2>Answer</h2>",
        "<td>1</td>",
        "<strong>bold</strong>",
        "&#36;a&#60;b&#36;",
        "&#61; &#91;1&#93;&#10;&#10;y",
    ):
        assert part in line
    assert "text (https&#58;&#47;&#47;a.example&#47;b)" in line


def test_a_link_that_is_its_own_text_is_not_repeated() -> None:
    assert settled("<https://a.example>").count("a.example") == 1


@pytest.mark.parametrize(
    "source",
    [
        "![map](attachment:my%20map.png)",
        "![map](<attachment:my map.png>)",
        '<img src="attachment:my map.png" alt="map">',
    ],
)
def test_a_picture_of_the_cell_becomes_part_of_the_text(source: str) -> None:
    line = settled(source, attachments={"my map.png": {"image/png": picture()}})
    assert re.search(r'<img src="data:image/png;base64,[\w+/=]+" alt="map">', line)


def test_a_picture_that_colab_writes_into_the_text_is_kept_however_long() -> None:
    text = picture((300, 300)) + ""
    line = settled(f"![map](data:image/png;base64,{text}) " + "Words. " * 10)
    assert '<img src="data:image/png;base64,' in line
    assert "Words." in line


@pytest.mark.parametrize("source", ["![x](attachment:gone.png)", "![x](https://a.example/x.png)", "<img src=x>"])
def test_a_picture_that_is_not_in_the_notebook_is_told(source: str) -> None:
    notebook = new_notebook(cells=[new_markdown_cell(source)])
    assert sanitize_texts(notebook, None) == [
        "Pictures in text cells that are not in the notebook, or cannot be decoded: 1."
    ]
    assert "Picture not shown" in notebook.cells[0].source


def test_what_was_given_out_stays_with_its_own_pictures() -> None:
    ours = new_markdown_cell(
        "See <b>this</b> ![map](attachment:map.png).", attachments={"map.png": {"image/png": "ours"}}
    )
    theirs = new_markdown_cell(ours.source, attachments={"map.png": {"text/html": "<script>"}, "more": {"a": "b"}})
    notebook = new_notebook(cells=[theirs])
    assert sanitize_texts(notebook, new_notebook(cells=[ours])) == []
    assert theirs.source == ours.source
    assert theirs.attachments == ours.attachments


def test_a_raw_cell_becomes_text_since_pages_take_it_for_html() -> None:
    notebook = new_notebook(cells=[new_raw_cell("<img src=x onerror=alert(1)>\nline", metadata={})])
    sanitize_texts(notebook, None)
    assert notebook.cells[0].cell_type == "markdown"
    assert "<img" not in notebook.cells[0].source
    assert "&#10;line" in notebook.cells[0].source


def test_a_very_long_text_is_shown_as_it_stands() -> None:
    assert settled("<b>" * MAX_CELL).startswith("<div><pre>&#60;b&#62;")


@pytest.mark.parametrize(
    "macro", ["href", "class", "style", "require", "def", "newcommand", "htmlId", "data", "unicode"]
)
def test_macros_that_can_load_or_define_are_taken_apart(macro: str) -> None:
    line = settled(f"$\\{macro}{{x}}{{y}}$")
    assert f"&#92;\u2060{macro}" in line


@pytest.mark.parametrize("macro", ["nabla", "frac", "sigma", "text", "left", "lambda", "delta", "dfrac", "dots"])
def test_other_macros_stay(macro: str) -> None:
    assert settled(f"$\\{macro} x$") == f"$\\{macro} x$"


def test_metadata_come_from_the_release() -> None:
    notebook = new_notebook(metadata={"language_info": {"name": "<script>"}})
    sanitize_texts(notebook, new_notebook(metadata={"language_info": {"name": "python", "version": "3"}}))
    assert notebook.metadata.language_info == {"name": "python", "version": "3"}


def test_a_notebook_that_was_settled_is_valid() -> None:
    notebook = new_notebook(cells=[new_markdown_cell(text) for text in TEXTS.values()])
    sanitize_texts(notebook, None)
    nbformat.validate(notebook)


def test_pages_of_ours_show_its_formulas_but_none_in_code() -> None:
    page = to_html(settled("## Why\n\n$\\nabla p_1 < q_2$ and `$x_1$` and [link](https://a.example)\n\n    $y_1$"))
    assert page.count("<math") == 1
    assert "<h2>Why</h2>" in page
    assert "<code>$x_1$</code>" in page
    assert "<pre><code>$y_1$</code></pre>" in page.replace("\n", "")


def test_pages_of_ours_show_its_pictures() -> None:
    page = to_html(settled("![map](attachment:a.png)", attachments={"a.png": {"image/png": picture()}}))
    assert 'alt="map"' in page
    assert "data:image/png;base64," in page


def test_the_course_s_own_picture_is_shown_once() -> None:
    ours = new_markdown_cell("![a](attachment:a.png)", attachments={"a.png": {"image/png": "AAAA"}})
    copies = [new_markdown_cell(ours.source) for _ in range(3)]
    notebook = new_notebook(cells=copies)
    sanitize_texts(notebook, new_notebook(cells=[ours]))
    assert ["attachments" in cell for cell in notebook.cells] == [True, False, False]


def test_texts_are_shown_up_to_a_length_of_all_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(student_text, "MAX_SHOWN", 100)
    notebook = new_notebook(cells=[new_markdown_cell("word " * 16) for _ in range(3)])
    assert len(sanitize_texts(notebook, None)) == 1
    assert [len(re.sub(r"<.*?>|&.*?;", "", cell.source)) for cell in notebook.cells] == [80, 20, 0]


def test_a_photograph_stays_one() -> None:
    data = {"image/jpeg": picture((30, 20), kind="JPEG")}
    notebook = new_notebook(cells=[new_markdown_cell("![a](attachment:a)", attachments={"a": data})])
    assert sanitize_texts(notebook, None) == []
    assert 'src="data:image/jpeg;base64,/9j/' in notebook.cells[0].source
    assert 'src="data:image/jpeg;base64,/9j/' in to_html(notebook.cells[0].source)
