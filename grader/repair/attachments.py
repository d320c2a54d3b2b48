"""The pictures that text cells hold as attachments, under names that every reference to them spells the same way."""

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from functools import partial
from itertools import islice
from urllib.parse import unquote

from nbformat import NotebookNode

Bundles = dict[str, Mapping[str, str]]
SCHEME = re.compile("attachment:", re.IGNORECASE)
END = re.compile(r"""[)>"'\]\s]|$""")  # what may follow a name in Markdown or HTML; a name may hold these, too
MAX_TEXT = 20_000  # characters; longer texts are shown verbatim, without pictures
MAX_NAME = 400  # characters of a name as it is spelled in a text
MAX_ENDS = 40  # places in it at which it may end
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
LABEL = re.compile(r"^ {0,3}\[([^\[\]\n]{1,999})\]:", re.MULTILINE)  # of a reference-style link
USED = re.compile(r"\[([^\[\]\n]{1,999})\]")


def renamed(source: str, attachments: Mapping[str, Mapping[str, str]], first: int = 1) -> tuple[str, Bundles]:
    """Return a text and its pictures, which are called ``picture-1`` and so on from a first number.

    A name may be spelled with percent signs, backslashes or HTML's references, with spaces or brackets, or in the other
    case. References to what is not there stay as they are.
    """
    if not attachments or len(source) > MAX_TEXT:
        return source, dict(attachments)
    names = {name: f"picture-{number}" for number, name in enumerate(attachments, start=first)}
    alike = {_normal(name): fresh for name, fresh in reversed(names.items())}
    parts: list[str] = []
    done = 0
    for match in SCHEME.finditer(source):
        found = _found(source[match.end() : match.end() + MAX_NAME].partition("\n")[0], names, alike)
        if found is not None and match.start() >= done:
            length, fresh = found
            parts += [source[done : match.start()], f"attachment:{fresh}"]
            done = match.end() + length
    return "".join(parts) + source[done:], {names[name]: bundle for name, bundle in attachments.items()}


def join(cells: Sequence[NotebookNode]) -> tuple[str, Bundles]:
    """Return the texts of some cells as one, and the pictures of all of them."""
    if len(cells) == 1:
        return cells[0].source, dict(cells[0].get("attachments", {}))
    if sum(len(cell.source) for cell in cells) > MAX_TEXT:
        everything = {name: bundle for cell in cells for name, bundle in cell.get("attachments", {}).items()}
        return "\n\n".join(cell.source.strip() for cell in cells), everything
    texts: list[str] = []
    bundles: Bundles = {}
    labels: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        text, own = renamed(cell.source.strip(), cell.get("attachments", {}), first=len(bundles) + 1)
        own_labels = {label.casefold() for label in LABEL.findall(text)}
        text = USED.sub(partial(_renumbered, number, own_labels & labels), text)
        labels |= {label.casefold() for label in LABEL.findall(text)}
        texts.append(text)
        bundles |= own
    return "\n\n".join(texts), bundles


def _renumbered(number: int, twice: Set[str], used: re.Match[str]) -> str:
    """Return a label of a link, with a number where it has been used for another one before."""
    return f"[{used[1]} {number}]" if used[1].casefold() in twice else used[0]


def put(cell: NotebookNode, source: str, attachments: Mapping[str, Mapping[str, str]]) -> None:
    """Give a cell a text and its pictures, in place of those it had."""
    cell.source = source
    cell.pop("attachments", None)
    if attachments:
        cell["attachments"] = attachments


def _found(rest: str, names: Mapping[str, str], alike: Mapping[str, str]) -> tuple[int, str] | None:
    """How many characters of a text spell the longest name that is known, and what it is called now."""
    for end in sorted((match.start() for match in islice(END.finditer(rest), MAX_ENDS)), reverse=True):
        spelled = rest[:end]
        if spelled[-1:].isspace():
            continue
        fresh = names.get(spelled) or alike.get(_normal(spelled)) or alike.get(_normal(ESCAPED.sub(r"\1", spelled)))
        if fresh:
            return end, fresh
    return None


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", unquote(html.unescape(name))).strip().casefold()
