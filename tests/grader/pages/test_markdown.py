"""Markdown as a page shows it: prose, formulas and pictures stay, and nothing in it lives."""

import base64
import io
import struct
import time
import zlib

import pytest
from bs4 import BeautifulSoup
from jinja2 import Environment
from PIL import Image

from grader.pages.markdown import CUT, LONGEST, markdown2html, to_html


def picture(form: str = "PNG", size: tuple[int, int] = (3, 2)) -> str:
    file = io.BytesIO()
    Image.new("RGB", size).save(file, form)
    return base64.b64encode(file.getvalue()).decode()


def bomb() -> str:
    """A PNG that says it is 100,000 pixels wide and high."""
    head = struct.pack(">2I5B", 100_000, 100_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunk).decode()


def page(source: str, **attachments: dict[str, str]) -> BeautifulSoup:
    return BeautifulSoup(to_html(source, attachments), "html.parser")


PROSE = {
    "# Title": "h1",
    "- one\n- two": "li",
    "1. one": "ol",
    "|a|b|\n|-|-|\n|1|2|": "td",
    "```python\nx = 1\n```": "pre",
    "**strong** *weak* `code`": "strong",
    "[page](https://example.org)": "a",
    "> quoted": "blockquote",
    "~~wrong~~": "s",
    "$x$": "math",
    r"\begin{align}a &= b\end{align}": "mtable",
}
LIVE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![](https://example.org/seen.png)",
    '<img src="//example.org/seen.png">',
    "![](javascript:alert(1))",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    '<a href="&#106;avascript:alert(1)">x</a>',
    "![](data:image/svg+xml;base64,PHN2Zz4=)",
    "<style>* { background: url(//example.org) }</style>",
    '<p style="background: url(//example.org)" id="top" class="result" name="x" onclick="alert(1)">x</p>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    '<math><mtext><img src=x onerror=alert(1)></mtext><maction href="javascript:alert(1)">x</maction></math>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action=//example.org><input name=x><button>x</button></form>",
    "<base href=//example.org><meta http-equiv=refresh content=0><link rel=stylesheet href=//example.org>",
    "$\\text{<script>alert(1)</script>}$",
    '<a title="$\\text{"><img src=x onerror=alert(1)>}$">x</a>',
    "`<script>alert(1)</script>`",
    "```<script>\n<script>alert(1)</script>\n```",
    "<!--><script>alert(1)</script>-->",
    '![" onerror="alert(1)](attachment:x)',
]
ALLOWED = {"href", "rel", "src", "alt", "title", "display", "stretchy", "align"}


@pytest.mark.parametrize("source", PROSE)
def test_prose_is_shown_as_jupyter_shows_it(source: str) -> None:
    assert page(source).find(PROSE[source]) is not None


@pytest.mark.parametrize("source", LIVE)
def test_nothing_runs_reaches_out_or_poses_as_the_page(source: str) -> None:
    shown = to_html(source, {"x": {"text/html": "PHNjcmlwdD4="}})
    for tag in BeautifulSoup(shown, "html.parser").find_all(True):
        assert tag.name in {"p", "a", "img", "pre", "code", "b", "math", "mrow", "mtext", "span", "div"}, tag
        assert set(tag.attrs) <= ALLOWED, tag
        assert tag.get("href", "https://").startswith(("http://", "https://")), tag
        assert tag.get("src", "data:image/png;").startswith("data:image/png;"), tag


def test_a_remote_picture_is_a_link_in_words() -> None:
    for source in ("![my map](https://example.org/a.png)", '<img alt="my map" src="https://example.org/a.png">'):
        link = page(source).a
        assert link is not None
        assert (link["href"], link.text) == ("https://example.org/a.png", "[Picture elsewhere: my map]")
        assert link["rel"] == ["noopener", "noreferrer", "nofollow"]


@pytest.mark.parametrize(
    "source",
    [
        "![map](attachment:my%20map.png)",
        "![map](attachment:my map.png)",
        "![map](<attachment:my map.png>)",
        '<img alt="map" src="attachment:my map.png">',
        f"![map](data:image/png;base64,{picture()})",
        f"<img alt='map' src='data:image/png;base64,{picture()}'>",
    ],
)
def test_a_picture_of_the_cell_is_shown_whatever_its_name(source: str) -> None:
    image = page(source, **{"my map.png": {"image/png": picture()}}).img
    assert image is not None
    assert (image["alt"], image["src"]) == ("map", f"data:image/png;base64,{picture()}")


def test_a_jpeg_is_shown_too() -> None:
    image = page("![map](attachment:a)", a={"image/jpeg": picture("JPEG")}).img
    assert image is not None
    assert image["src"].startswith("data:image/jpeg;base64,")


@pytest.mark.parametrize(
    "bundle",
    [
        {},
        {"image/svg+xml": "PHN2Zz4="},
        {"image/png": "no base64"},
        {"image/png": picture("JPEG")},
        {"image/png": picture()[:40]},
        {"image/png": bomb()},
        {"image/png": '"><script>alert(1)</script>'},
    ],
    ids=["none", "svg", "text", "another form", "cut off", "too large", "hostile"],
)
def test_a_picture_that_is_missing_or_unsound_is_its_words(bundle: dict[str, str]) -> None:
    shown = page("![my map](attachment:a.png)", **({"a.png": bundle} if bundle else {}))
    assert shown.img is None
    assert "[Picture not in the file: my map]" in shown.text


def test_formulas_in_code_and_addresses_stay_as_they_were_written() -> None:
    shown = page("`$x$`\n\n    $y$\n\n```\n$z$\n```\n\n<code>$a$</code> [b](https://example.org/$c$ '$d$')")
    assert shown.math is None
    assert [code.text.strip() for code in shown.find_all("code")] == ["$x$", "$y$", "$z$", "$a$"]
    assert shown.a is not None
    assert (shown.a["href"], shown.a["title"]) == ("https://example.org/$c$", "$d$")


def test_a_formula_between_tags_is_set_and_one_within_a_tag_is_text() -> None:
    shown = page('<p title="$a$">Where $b$ is</p>')
    assert shown.p is not None
    assert shown.p["title"] == "$a$"
    assert [math.text for math in shown.find_all("math")] == ["b"]


def test_the_marks_of_formulas_cannot_be_forged() -> None:
    assert len(page("\ue0000\ue001 \ue0020 $x$").find_all("math")) == 1


def test_a_very_long_cell_is_plain_text_and_a_picture_is_no_length() -> None:
    long = page("*a* " * LONGEST)
    assert long.em is None
    assert long.pre is not None
    assert len(to_html("<" * 2 * CUT)) < 5 * CUT
    large = base64.b64encode(bytes(LONGEST)).decode()
    assert page(f"*a* ![map](data:image/png;base64,{large})").em is not None


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        *("$a ", "\\begin{a}", "`", "<div>", "[", "*a ", "![", "[a](", "> ", "<!--", "<img ", "|a", "_a_", "\\", "<b>"),
        *("![a](attachment:x)", "[a]: b\n", "<math>", "![x](attachment: ", "$\\alpha_1$ ", "- a\n  ", "&", "```\n"),
    ],
)
def test_the_longest_text_of_one_piece_takes_seconds_at_most(piece: str) -> None:
    begun = time.process_time()
    to_html((piece * LONGEST)[:LONGEST])
    assert time.process_time() - begun < 20


def test_as_a_filter_it_takes_the_pictures_of_the_cell_at_hand() -> None:
    environment = Environment()
    environment.filters["markdown2html"] = markdown2html
    template = environment.from_string("{{ cell.source | markdown2html }}")
    cell = {"source": "![map](attachment:a)", "attachments": {"a": {"image/png": picture()}}}
    assert "data:image/png" in template.render(cell=cell)
    assert "<em>x</em>" in template.render(cell={"source": "*x*"})
