"""A student's text cells, rewritten so that every renderer shows the same and runs no script.

Renderers differ in what they take for HTML, for a formula, for a link. A text in which nothing could be taken for any
of these stays as it was written. Any other is rendered and cleaned here, and becomes one line of HTML in which all
signs that mean something to Markdown are character references, so that renderers cannot differ.
"""

import html
import re
from collections.abc import Iterable
from urllib.parse import quote

from nbformat import NotebookNode

from grader.pages.markdown import rendered
from grader.pages.rewriter import MACROS, Rewriter
from grader.pictures import EMBEDDED, Album
from grader.repair import attachments
from grader.text import plain

MAX_CELL = attachments.MAX_TEXT  # characters; a renderer's time may grow with their square
MAX_ALL = 100_000  # characters of all text cells that are rendered
MAX_SHOWN = 300_000  # characters of all text cells
LANGUAGE = {"name": "python"}
NOT_THERE = "Pictures in text cells that are not in the notebook, or cannot be decoded: {count}."
LEFT_OUT = "Pictures in text cells were left out because they are too many or too large: {count}."
CUT = f"Text cells were cut, since pages show {MAX_SHOWN:,} characters of them in all: {{count}}."
ACTIVE = re.compile(r"[<>\[\]&@]|```|~~~|://|www\.|^ {0,3}(#|=+[ \t]*$|-+[ \t]*$)", re.MULTILINE)


def sanitize_texts(notebook: NotebookNode, released: NotebookNode | None) -> list[str]:
    """Sanitize every text of the student's own, in place, and return a line for each thing that cannot be shown.

    The notebook's metadata become those of the release: they name the language that a page's code is coloured by.

    Args:
        notebook: the notebook after repair; raw cells become text, since browsers may be shown them as HTML.
        released: the notebook as it was given out: its texts are trusted.
    """
    given = [cell for cell in released.cells if cell.cell_type == "markdown"] if released else []
    trusted = {cell.source for cell in given}
    pictured = {cell.source: cell.attachments for cell in given if cell.get("attachments")}
    notebook.metadata["language_info"] = dict(
        released.metadata.get("language_info", LANGUAGE) if released else LANGUAGE
    )
    left, shown, cut, album = MAX_ALL, MAX_SHOWN, 0, Album(photographs=True)
    for cell in notebook.cells:
        pictures = cell.pop("attachments", {}) if cell.cell_type != "code" else {}
        if cell.cell_type == "markdown" and cell.source in trusted:
            if cell.source in pictured:  # the first of equal cells alone: a short text could show it a thousand times
                cell["attachments"] = pictured.pop(cell.source)
        elif cell.cell_type != "code":
            source, embedded = _without_data(cell.source)
            verbatim = cell.cell_type == "raw" or len(source) > min(MAX_CELL, left, shown)
            left -= 0 if verbatim else len(source)
            cut += len(source) > shown
            source, shown = source[:shown], max(0, shown - len(source))
            if verbatim or is_active(source):
                pictures |= embedded
                if not verbatim:
                    source, pictures = attachments.renamed(source, pictures)
                dirty = _as_it_stands(source) + _below(pictures) if verbatim else _rendered(source)
                cell.source = Rewriter(pictures, album).rewrite(dirty)
            cell.cell_type = "markdown"
    counts = ((NOT_THERE, album.broken), (LEFT_OUT, album.left_out), (CUT, cut))
    return [sentence.format(count=count) for sentence, count in counts if count]


def _without_data(source: str) -> tuple[str, dict[str, dict[str, str]]]:
    """Return a text that names its pictures where Colab writes them out, and the pictures by name."""
    found: dict[str, dict[str, str]] = {}

    def named(match: re.Match[str]) -> str:
        name = f"embedded {len(found)}"
        found[name] = {"image/png": match[1]}
        return f"attachment:{quote(name)}"

    return EMBEDDED.sub(named, source), found


def is_active(source: str) -> bool:
    """Whether some renderer could make more of a text than prose, lists, emphasis and plain formulas."""
    return bool(ACTIVE.search(source) or MACROS.search(source) or plain(source) != source)


def _rendered(source: str) -> str:
    """Return Markdown as HTML before cleaning, formulas as they were typed; what cannot be rendered, as it stands."""
    try:
        return rendered(plain(source), lambda _, written: html.escape(written), _named)
    except (RecursionError, ValueError, LookupError):
        return _as_it_stands(source)


def _named(address: str, alt: str) -> str:
    """Return a picture by its name; `Rewriter` finds it."""
    return f'<img src="{html.escape(address)}" alt="{html.escape(alt)}">'


def _as_it_stands(source: str) -> str:
    return f"<pre>{html.escape(plain(source))}</pre>"


def _below(pictures: Iterable[str]) -> str:
    """Return the pictures of a text that is shown as it stands, by their names."""
    return "".join(f'<p><img src="attachment:{quote(name)}" alt="{html.escape(name)}"></p>' for name in pictures)
