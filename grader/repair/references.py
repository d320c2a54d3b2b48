"""The attachments of a text cell that its text refers to."""

import html
import re
from collections.abc import Iterable
from urllib.parse import unquote

REFERENCE = re.compile("attachment:", re.IGNORECASE)
ENDS = frozenset(" \t\n)>\"']?#/")


def used(source: str, names: Iterable[str]) -> set[str]:
    """Those names of attachments that a text refers to, written plainly or with the escapes of an address."""
    longest_first = sorted(names, key=len, reverse=True)
    readings = {source, html.unescape(source), unquote(html.unescape(source))}
    references = [text[match.end() :] for text in readings for match in REFERENCE.finditer(text)]
    found = (next((name for name in longest_first if _begins(rest, name)), None) for rest in references)
    return {name for name in found if name is not None}


def _begins(rest: str, name: str) -> bool:
    return rest.startswith(name) and rest[len(name) : len(name) + 1] in ENDS | {""}
