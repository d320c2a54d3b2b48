"""The headers of a mail, read with care: whatever they hold, reading them neither raises nor takes long."""

import re
import unicodedata
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value

from grader.text import one_line

LONGEST = 16 * 2**10  # characters of a header that are looked at
ADDRESS = re.compile(r"[^\s<>(),;:\"\[\]]+@[^\s<>(),;:\"\[\]]+")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
WORD = re.compile(r"=\?[^?\s]*\?[bq]\?[^?]*\?=", re.IGNORECASE)
COMMENT = re.compile(r"\([^()]*\)")
FAILURES = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError)


def values(part: Message, name: str) -> list[str]:
    """Return all headers of a name, each on one line, as they were written; bytes beyond ASCII are UTF-8 or Latin-1."""
    found = []
    for key, value in part.raw_items():
        if key.lower() == name:
            raw = str(value)[:LONGEST].encode("utf-8", "surrogateescape")
            found.append(" ".join(_text(raw, "utf-8").split()))
    return found


def value(part: Message, name: str) -> str:
    """Return the first header of a name, empty if there is none."""
    return next(iter(values(part, name)), "")


def decoded(text: str) -> str:
    """Return a header's text with its encoded words decoded, composed, on one line and without control characters.

    What cannot be decoded stays as it was written.
    """
    try:
        pieces = decode_header(text) if "=?" in text else [(text, None)]
        whole = "".join(
            piece if isinstance(piece, str) else _text(piece, charset or "utf-8") for piece, charset in pieces
        )
    except FAILURES:
        whole = text
    return one_line(unicodedata.normalize("NFC", whole), LONGEST)


def parameter(part: Message, header: str, name: str) -> str:
    """Return a parameter of a header, decoded by RFC 2231 or RFC 2047 as it may be; empty if there is none."""
    alone = Message()
    alone[header] = value(part, header)
    try:
        found = alone.get_param(name, header=header)
        return decoded(collapse_rfc2231_value(found)) if found else ""
    except FAILURES:
        return ""


def addresses(part: Message, name: str) -> list[tuple[str, str]]:
    """Return the name and the address of each writer in the headers of a name; an address is there once.

    Whatever is quoted or in brackets is no address: it may say anything.
    """
    found: dict[str, tuple[str, str]] = {}
    for text in values(part, name):
        bare = COMMENT.sub(" ", QUOTED.sub(" ", WORD.sub(" ", text)))
        for address in ADDRESS.findall(bare) or ADDRESS.findall(decoded(text)):  # some encode the address too
            shown = re.sub(r"<[^<>]*>", " ", text).replace('"', " ").strip()
            found.setdefault(address.casefold(), (decoded(shown), address))
    return list(found.values())


def identity(part: Message) -> str:
    """Return the Message-ID, without what programs put around it; empty if there is none."""
    return "".join(value(part, "message-id").split()).strip("<>[]")


def _text(raw: bytes, charset: str) -> str:
    for name in (charset, "utf-8"):
        try:
            return raw.decode(name)
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")
