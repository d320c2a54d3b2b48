"""Reads what claims to be a notebook, byte by byte: any encoding, any format, any harmless damage."""

import json
import re
from typing import Any

import nbformat

from grader.errors import UnreadableSubmission
from grader.salvage import salvage
from grader.student_figures import KEY, Collector

MAGIC = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"PK\x03\x04": "a zip or Office file",
    b"\x1f\x8b": "a gzip file",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"{\\rtf": "an RTF document",
}
PAGE = re.compile(r"\s*<(!doctype|html|\?xml|head|body)", re.IGNORECASE)
CODE = re.compile(r"^(import|from|def|class|#|%)[ \w%!]", re.MULTILINE)


def read(data: bytes) -> tuple[nbformat.NotebookNode, list[str]]:
    """A notebook with no outputs but its figures, and what had to be repaired to read it, a line each.

    The figures stand in the cells' metadata, see `grader.student_figures`.

    Raises:
        UnreadableSubmission: these bytes hold no notebook; ``what`` says what they hold instead.
    """
    notes: list[str] = []
    content = _parsed(_decoded(data, notes), notes)
    return salvage(content, notes), notes


def _decoded(data: bytes, notes: list[str]) -> str:
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise _refused("is empty" if not data else "is empty but for blanks")
    for start, kind in MAGIC.items():
        if data.startswith(start):
            raise _refused(f"is {kind}, not a notebook")
    if data.startswith(b"\xef\xbb\xbf"):
        notes.append("The file began with a byte-order mark, which was left out.")
        data = data[3:]
    encoding = json.detect_encoding(data)  # tells the kinds of UTF by their marks and zeros
    try:
        text = data.decode(encoding)
        if encoding != "utf-8":
            notes.append(f"The file was saved as {encoding.removesuffix('-sig').upper()}, and was read as that.")
        return text
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    odd = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore")) - odd
    if odd <= beyond:
        notes.append(f"Characters of the file were damaged, and were replaced: {odd}.")
        return text
    notes.append("The file was not saved as UTF-8; it was read as Windows-1252.")
    return data.decode("cp1252", "replace")


def _parsed(text: str, notes: list[str]) -> Any:
    text = text.strip("\ufeff\0 \t\r\n")
    try:
        figures = Collector()
        decoder = json.JSONDecoder(object_pairs_hook=lambda pairs: _with_figures(pairs, figures), strict=False)
        content, end = decoder.raw_decode(text)
    except json.JSONDecodeError as error:
        raise _refused(_diagnosis(text, error)) from None
    except RecursionError:
        raise _refused("is not a readable notebook: it is nested too deeply") from None
    except MemoryError:
        raise _refused("is not a readable notebook: it takes more memory than there is") from None
    notes += figures.notes()
    if text[end:].strip():
        notes.append("What followed the end of the notebook in its file was left out.")
    return content


def _with_figures(pairs: list[tuple[str, Any]], figures: Collector) -> dict[str, Any]:
    """A cell's outputs go as soon as the cell is read, so that no two cells' are in memory at a time."""
    found = dict(pairs)
    found.pop(KEY, None)
    if "outputs" in found:
        found[KEY] = figures.of(found.pop("outputs"))
    return found


def _diagnosis(text: str, error: json.JSONDecodeError) -> str:
    if re.search(r"^(<{7}|={7}|>{7})( |$)", text, re.MULTILINE):
        return "is not a readable notebook: it holds the marks of an unresolved git conflict"
    if text[:1] in "{[":
        if not text[error.pos :].strip() or error.msg.startswith("Unterminated string"):
            return f"is not a readable notebook: it breaks off after {len(text):,} characters"
        return f"is not a readable notebook: line {error.lineno} is no JSON"
    if PAGE.match(text):
        return "is not a readable notebook: it is a web page"
    if CODE.search(text):
        return "is not a readable notebook: it is Python code"
    return "is not a readable notebook: it is some other text"


def _refused(what: str) -> UnreadableSubmission:
    return UnreadableSubmission("notebook", what, "Ask for the .ipynb file as JupyterLab saves it.")
