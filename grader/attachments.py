"""Pictures that are attached to a text cell, and the references to them in its text, made to name each other."""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote

import nbformat
from nbformat import NotebookNode

Pictures = dict[str, dict[str, str]]

# Where a reference begins: a link's or a definition's target, an attribute of HTML; elsewhere it is prose.
BEFORE = r"(?P<before>\]\(\s*<?|\]:\s*<?|=\s*[\"']?)"
REFERENCE = re.compile(BEFORE + r"attachment:", re.IGNORECASE)
IMAGE = re.compile(r"<img\b(?P<tag>[^>]*?\bsrc\s*=\s*[\"']?attachment:(?P<name>[\w.-]+)[^>]*)>", re.IGNORECASE)
ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
PLAIN = re.compile(r"(?:\\[()<>\\]|[^\s()<>\"'\]\\]|\((?:\\[()]|[^\s()])*\))*")  # a target without angle brackets
SAFE = re.compile(r"[A-Za-z0-9_][\w.-]*", re.ASCII)
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg", "image/gif": "gif", "image/webp": "webp"}


def settle(cell: NotebookNode, pictures: Pictures) -> int:
    """Give a text cell its pictures, under names that need no spelling, and rewrite its references to them.

    A reference is matched as browsers and editors spell it: percent-encoded or not, in either case, composed or not.

    Returns:
        How many of the pictures that the text shows are not there; their references name no attachment any more.
    """
    renamed = _safe_names(pictures)
    if pictures:
        cell["attachments"] = nbformat.from_dict({renamed[name]: bundle for name, bundle in pictures.items()})
    source, missing, done, pieces = cell.source, set(), 0, []
    for found in REFERENCE.finditer(source):
        if found.start() < done:
            continue
        written, length = _written(source, found, pictures)
        name = _known(written, pictures)
        if name is None:
            missing.add(written)
        head = source[done : found.start()] + found["before"]
        pieces.append(
            f"{head}missing:{source[found.end() : found.end() + length]}"
            if name is None
            else f"{head}attachment:{renamed[name]}"
        )
        done = found.end() + length
    cell.source = IMAGE.sub(_as_markdown, "".join(pieces) + source[done:])
    return len(missing)


def combine(cell: NotebookNode, cells: Iterable[NotebookNode]) -> None:
    """Give a cell the texts of some cells, one below the other, and all their pictures.

    Where two cells have different pictures of one name, that of the later cell gets another.
    """
    texts, pictures = [], Pictures()
    for each in cells:
        source, own = each.source.strip(), each.get("attachments", {})
        for name, bundle in own.items():
            fresh = name
            if pictures.get(name, bundle) != bundle:
                fresh = _free(bundle, {*pictures, *own})
                source = re.sub(rf"attachment:{re.escape(name)}(?![\w.-])", f"attachment:{fresh}", source)
            pictures[fresh] = dict(bundle)
        texts.append(source)
    cell.source = "\n\n".join(dict.fromkeys(filter(None, texts)))
    if pictures:
        cell["attachments"] = nbformat.from_dict(pictures)


def _safe_names(pictures: Pictures) -> dict[str, str]:
    """A name for each picture that means the same in Markdown, HTML and a URL."""
    names = {name: name for name in pictures if SAFE.fullmatch(name)}
    for name, bundle in pictures.items():
        if name not in names:
            names[name] = _free(bundle, set(names.values()))
    return names


def _free(bundle: dict[str, str], taken: set[str]) -> str:
    ending = next((ENDINGS[kind] for kind in bundle if kind in ENDINGS), "bin")
    return next(name for n in range(1, len(taken) + 2) if (name := f"picture-{n}.{ending}") not in taken)


def _written(source: str, found: re.Match[str], pictures: Pictures) -> tuple[str, int]:
    """The name that a reference gives, as it is written, and how long it is there."""
    before, rest = found["before"], source[found.end() : found.end() + 2000]
    stop = {"<": ">", '"': '"', "'": "'"}.get(before[-1])
    if stop is not None:
        written = rest.partition(stop)[0].partition("\n")[0]
        return written, len(written)
    target = PLAIN.match(rest)
    written = target.group() if target else ""
    if _known(written, pictures) is None:  # not spelled as it must be: with spaces, or parentheses that do not match
        for name in sorted(pictures, key=len, reverse=True):
            if rest.casefold().startswith(name.casefold()):
                return rest[: len(name)], len(name)
    return written, len(written)


def _known(written: str, pictures: Pictures) -> str | None:
    """The picture that is meant."""
    unescaped = re.sub(r"\\([()<>\\])", r"\1", written)
    for meant in (written, unescaped, unquote(unescaped)):
        if meant in pictures:
            return meant
    return next((name for name in pictures if _key(name) == _key(unescaped)), None)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", unquote(unescape(name))).casefold().strip()


def _as_markdown(found: re.Match[str]) -> str:
    """An image of HTML as one of Markdown: nbconvert fetches an attachment for that only."""
    alt = ALT.search(found["tag"])
    text = re.sub(r"[\[\]\n]", " ", (alt[1] or alt[2] or "") if alt else "")
    image = f"![{text}](attachment:{found['name']})"
    line = found.string[: found.start()].rpartition("\n")[2] + "<"
    return f"\n\n{image}\n\n" if line.lstrip().startswith("<") else image
