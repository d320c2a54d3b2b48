"""Every picture in a text says in words what it shows, and stands in the notebook: Colab drops attachments."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.notebooks import read_notebook

ROOT = Path(__file__).parents[2]
ROOMS = ("source", "release", "solutions")
NOTEBOOKS = sorted(path for room in ROOMS for path in (ROOT / room).glob("*/*.ipynb"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("*/*/README.md")])
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", flags=re.DOTALL | re.MULTILINE)
MARKDOWN = re.compile(r"!\[([^\]]*)\](?:\(([^)\s]*)[^)]*\)|\[[^\]]*\])")
FEWEST = 3  # words that describe a picture
FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)\b", flags=re.IGNORECASE)


class Images(HTMLParser):
    """Collects the alternative text and the address of each image tag."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            named = dict(attrs)
            self.found.append((named.get("alt") or "", named.get("src") or ""))


def pictures(text: str) -> list[tuple[str, str]]:
    """The alternative text and the address of each picture of a Markdown text."""
    shown = CODE.sub("", text)
    images = Images()
    images.feed(shown)
    return [*MARKDOWN.findall(shown), *images.found]


def texts(path: Path) -> list[str]:
    if path.suffix == ".md":
        return [path.read_text(encoding="utf-8")]
    return [cell.source for cell in read_notebook(path).cells if cell.cell_type == "markdown"]


def undescribed(text: str) -> list[str]:
    """The addresses of the pictures whose alternative text says too little, or is the name of a file."""
    return [address[:80] for alt, address in pictures(text) if len(alt.split()) < FEWEST or FILE.search(alt)]


@pytest.mark.parametrize("path", [*NOTEBOOKS, *PAGES], ids=lambda path: str(path.relative_to(ROOT)))
def test_every_picture_is_described(path: Path) -> None:
    assert [address for text in texts(path) for address in undescribed(text)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_picture_stands_in_the_notebook_itself(path: Path) -> None:
    found = [picture for text in texts(path) for picture in pictures(text)]
    addresses = [address for alt, address in found if alt != "Open In Colab"]
    assert [address[:80] for address in addresses if not address.startswith("data:image/")] == []
    assert all("attachments" not in cell for cell in read_notebook(path).cells)


def test_the_notebook_of_homework_3_has_its_two_pictures() -> None:
    for room in ROOMS:
        assert sum(len(pictures(text)) for text in texts(ROOT / room / "hw3" / "hw3.ipynb")) == 2
    assert len(PAGES) > 10


@pytest.mark.parametrize(
    "text",
    [
        "![](data:image/png;base64,AAAA)",
        "![image.png](attachment:image.png)",
        "![the plot of training.png](a.png)",
        '![a map](a.png "a title that describes it")',
        "![map][reference]",
        "<img src='a.png'>",
        '<p><IMG alt="" src="a.png"></p>',
        "text ![a walk in the plane](a.png) and ![](b.png)",
    ],
)
def test_a_picture_without_a_description_is_found(text: str) -> None:
    assert len(undescribed(text)) == 1


def test_what_is_no_picture_or_described_is_not_found() -> None:
    assert undescribed("`![](a.png)`\n\n```\n<img src='a.png'>\n```\n[a link](a.png)") == []
    assert undescribed("![walks settle into an ellipse](a.png)<img alt='walks in the plane' src='b.png'>") == []
