"""The JSON in the bytes of a notebook's file, whatever program wrote it."""

from __future__ import annotations

import json
import re
from typing import Any

BEGINNINGS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"PK\x03\x04": "a zip or Office file",
    b"\x1f\x8b": "a gzip file",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"{\\rtf": "an RTF document",
}
TEXT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
TEXT_BYTES = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
HEAVY = 32 * 2**20  # bytes of a file whose long texts are left out
LONG = 2**16  # bytes of such a text: a picture, or an output
MOST_BARE, MOST_WIDE = 128 * 2**20, 64 * 2**20  # bytes that may be left then: of ASCII, of other text
MOST_CONTAINERS, MOST_VALUES = 500_000, 3_000_000


class Unreadable(Exception):
    """The grader could not read this; the text says why, and follows on the file's name."""


def read_json(data: bytes, fixed: list[str]) -> Any:
    """Return what a notebook's file holds; what had to be fixed to read it is added to a list.

    Raises:
        Unreadable: it holds no JSON, or too much of it.
    """
    if len(data) > HEAVY:
        data = TEXT_BYTES.sub(lambda text: text[0] if len(text[0]) < LONG else b'""', data)
        if len(data) > (MOST_BARE if data.isascii() else MOST_WIDE):
            raise Unreadable("is too large, even without its figures: clear the outputs and save it")
        fixed.append("The file is very large. Some of its outputs are left out.")
    return _parsed(decoded(data, fixed), fixed)


def decoded(data: bytes | bytearray, fixed: list[str]) -> str:
    """Return the text of a notebook's file; what had to be fixed to read it is added to a list.

    Raises:
        Unreadable: it is empty, or some other kind of file.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("is empty" if not data else "contains only white space")
    for start, kind in BEGINNINGS.items():
        if data.startswith(start):
            raise Unreadable(f"is {kind}, not a notebook")
    if data.startswith(b"\xef\xbb\xbf"):
        fixed.append("The file began with a byte order mark, which was removed.")
        data = data[3:]
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
        if encoding != "utf-8":
            fixed.append(f"The file was saved as {encoding.replace('-sig', '').upper()} and was read as such.")
        return text
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    odd = text.count("\ufffd")
    if odd <= len(text) - len(text.encode("ascii", "ignore")) - odd:
        fixed.append(f"Damaged characters in the file were replaced: {odd}.")
        return text
    fixed.append("The file was not saved as UTF-8; it was read as Windows-1252.")
    return data.decode("cp1252", "replace")


def _parsed(text: str, fixed: list[str]) -> Any:
    text = text.strip("\ufeff\0 \t\r\n")
    if _is_too_much(text) and _is_too_much(TEXT.sub("", text)):
        raise Unreadable("holds more lists or values than can be read: clear the outputs and save it")
    try:
        content, end = json.JSONDecoder(strict=False).raw_decode(text)
    except json.JSONDecodeError as error:
        raise Unreadable(diagnosis(text, error)) from None
    except (RecursionError, MemoryError):
        raise Unreadable("is not a readable notebook: it is nested too deeply, or too large") from None
    if text[end:].strip():
        fixed.append("Text after the end of the notebook in its file was ignored.")
    return content


def _is_too_much(text: str) -> bool:
    return text.count("[") + text.count("{") > MOST_CONTAINERS or text.count(",") > MOST_VALUES


def diagnosis(text: str, error: json.JSONDecodeError) -> str:
    """Return what a text is that is no JSON, to follow on the file's name."""
    what = "is not a readable notebook: "
    if re.search(r"^(<{7}|={7}|>{7})( |$)", text, re.MULTILINE):
        return what + "it contains the markers of an unresolved git conflict"
    if text[:1] in ("{", "["):
        if not text[error.pos :].strip() or error.msg.startswith("Unterminated string"):
            return what + f"it is truncated after {len(text):,} characters"
        return what + f"line {error.lineno} is not valid JSON"
    if re.match(r"\s*<(!doctype|html|\?xml|head|body)", text, re.IGNORECASE):
        return what + "it is a web page"
    if re.search(r"^(import|from|def|class|#|%)[ \w%!]", text, re.MULTILINE):
        return what + "it is Python code"
    return what + "it is some other text"
