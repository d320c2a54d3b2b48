"""HTML is written anew as one line that no renderer reads otherwise: links as text, pictures as part of it."""

import pytest

from grader.pages.rewriter import WORD_JOINER, Rewriter, is_one_line, written
from grader.pictures import Album
from tests.support.drawn import picture

PNG = picture()


def rewritten(html: str, album: Album | None = None) -> str:
    bundle = {"my map.png": {"image/png": PNG}, "text": {"text/plain": "x"}}
    return Rewriter(bundle, album or Album()).rewrite(html)


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("plain words", "plain words"),
        ("<p>one</p>\n<p>two</p>", "<p>one</p> <p>two</p>"),
        ("a*b_c`d", "a&#42;b&#95;c&#96;d"),
        ("1 &lt; 2", "1 &#60; 2"),
        ("a\tb", "a b"),
        ("a<br>b<hr>", "a<br>b<hr>"),
        ('<ol start="3"><li>x</li></ol>', '<ol start="3"><li>x</li></ol>'),
        ('<ol start="3000"><li>x</li></ol>', "<ol><li>x</li></ol>"),
        ('<td colspan="&quot;>">', ""),
        ("a<script>b</script><style>c</style><iframe>d</iframe>e", "ae"),
        ("<b>never closed", "<b>never closed</b>"),
    ],
)
def test_each_sign_that_means_something_to_markdown_is_a_reference(html: str, line: str) -> None:
    assert rewritten(html) == f"<div>{line}</div>"
    assert is_one_line(rewritten(html))


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ('<a href="https://a.example">text</a>', "text (https&#58;&#47;&#47;a.example)"),
        ('<a href="https://a.example">https://a.example</a>', "https&#58;&#47;&#47;a.example"),
        ('<a href="mailto:a@b.org">mail</a>', "mail (mailto&#58;a&#64;b.org)"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="#here">x</a>', "x"),
        ("<a>x</a>", "x"),
    ],
)
def test_a_link_is_its_text_and_its_address(html: str, line: str) -> None:
    assert rewritten(html) == f"<div>{line}</div>"


def test_line_ends_stay_in_code_alone() -> None:
    assert rewritten("<pre><code>a\n\tb</code></pre>c\nd") == "<div><pre><code>a&#10;&#9;b</code></pre>c d</div>"


@pytest.mark.parametrize("macro", ["href", "require", "newcommand", "renewcommand", "def"])
def test_a_macro_that_loads_or_defines_is_taken_apart_outside_of_code(macro: str) -> None:
    assert f"&#92;{WORD_JOINER}{macro}" in rewritten(f"$\\{macro}$")
    assert WORD_JOINER not in rewritten(f"<code>\\{macro}</code>")
    assert WORD_JOINER not in rewritten("$\\nabla \\frac x y$")


@pytest.mark.parametrize("source", ["attachment:my%20map.png", "attachment:my map.png", f"data:image/png;base64,{PNG}"])
def test_a_picture_that_is_there_is_part_of_the_text(source: str) -> None:
    line = rewritten(f'<img src="{source}" alt="a *map*">')
    assert line.startswith('<div><img src="data:image/png;base64,')
    assert 'alt="a &#42;map&#42;"' in line


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("attachment:gone.png", "map"),
        ("attachment:text", "map"),
        ("https://a.example/x.png", "map: https://a.example/x.png"),
        ("data:image/png;base64,bm8=", "map"),
        ("", "map"),
    ],
)
def test_a_picture_that_is_not_there_is_told_and_counted(source: str, told: str) -> None:
    album = Album()
    line = rewritten(f'<img src="{source}" alt="map">', album)
    assert line == f"<div><em>{written(f'Picture not shown ({told})')}</em></div>"
    assert album.broken == 1


def test_a_picture_that_was_not_read_as_one_is_counted() -> None:
    album = Album()
    rewritten("![map](attachment:gone.png)", album)
    rewritten("<code>![map](attachment:gone.png)</code>", album)
    assert album.broken == 1


@pytest.mark.parametrize(
    "source", ["plain", "<div>a*b</div>", "<div>a\nb</div>", "<div>a", "a</div>", '<div><b class="x y"z>a</b></div>']
)
def test_what_somebody_else_wrote_is_not_taken_for_a_line_of_ours(source: str) -> None:
    assert not is_one_line(source)
