"""Reads a notebook file in any encoding and format, and with any repairable damage."""

import json
import re
from typing import Any

import nbformat

from grader.errors import UnreadableSubmission
from grader.intake.figures import Collector
from grader.intake.normalize import normalize
from grader.intake.shortened import require_plain, shortened

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


def read(data: bytes | bytearray, pictures: bool = True) -> tuple[nbformat.NotebookNode, list[str]]:
    """Return a notebook with no outputs but its figures, and what had to be repaired to read it, a line each.

    The figures stand in the cells' metadata, see `grader.intake.figures`.

    Args:
        data: the bytes of its file.
        pictures: whether to keep figures and attachments.

    Raises:
        UnreadableSubmission: these bytes hold no notebook; ``what`` says what they hold instead.
    """
    notes: list[str] = []
    data = shortened(data)
    text = _decoded(data, notes)
    del data  # it may be large, and so may be what comes of the text
    content = _parsed(text, notes, Collector(pictures))
    del text
    return normalize(content, notes), notes


def _decoded(data: bytes | bytearray, notes: list[str]) -> str:
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise _refused("is empty" if not data else "contains only white space")
    for start, kind in MAGIC.items():
        if data.startswith(start):
            raise _refused(f"is {kind}, not a notebook")
    if data.startswith(b"\xef\xbb\xbf"):
        notes.append("The file began with a byte order mark, which was removed.")
        data = data[3:]
    encoding = json.detect_encoding(data)  # detects UTF encodings by byte order marks and zero bytes
    try:
        text = data.decode(encoding)
        if encoding != "utf-8":
            notes.append(f"The file was saved as {encoding.removesuffix('-sig').upper()} and was read as such.")
        return text
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    odd = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore")) - odd
    if odd <= beyond:
        notes.append(f"Damaged characters in the file were replaced: {odd}.")
        return text
    notes.append("The file was not saved as UTF-8; it was read as Windows-1252.")
    return data.decode("cp1252", "replace")


def _parsed(text: str, notes: list[str], collector: Collector) -> Any:
    text = text.strip("\ufeff\0 \t\r\n")
    require_plain(text)
    try:
        content, end = json.JSONDecoder(object_pairs_hook=collector.take, strict=False).raw_decode(text)
    except json.JSONDecodeError as error:
        raise _refused(_diagnosis(text, error)) from None
    except RecursionError:
        raise _refused("is not a readable notebook: it is nested too deeply") from None
    except MemoryError:
        raise _refused("is not a readable notebook: it needs more memory than is available") from None
    notes += collector.notes()
    if text[end:].strip():
        notes.append("Text after the end of the notebook in its file was ignored.")
    return content


def _diagnosis(text: str, error: json.JSONDecodeError) -> str:
    if re.search(r"^(<{7}|={7}|>{7})( |$)", text, re.MULTILINE):
        return "is not a readable notebook: it contains the markers of an unresolved git conflict"
    if text[:1] in "{[":
        if not text[error.pos :].strip() or error.msg.startswith("Unterminated string"):
            return f"is not a readable notebook: it is truncated after {len(text):,} characters"
        return f"is not a readable notebook: line {error.lineno} is not valid JSON"
    if PAGE.match(text):
        return "is not a readable notebook: it is a web page"
    if CODE.search(text):
        return "is not a readable notebook: it is Python code"
    return "is not a readable notebook: it is some other text"


def _refused(what: str) -> UnreadableSubmission:
    return UnreadableSubmission("notebook", what, "Ask for the .ipynb file as JupyterLab saves it.")
