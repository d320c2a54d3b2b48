"""Blackboard's receipt of an attempt: whose it is, when it was handed in, what its files were called."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

NAMED = re.compile(r"[^:]+:\s*(?P<name>.*?)\s*\((?P<login>[^()]+)\)")
LABEL = re.compile(r"[^:\t]+:[ \t]*(?P<value>.*)")
LISTED = re.compile(r"[ \t]+[^:]+:[ \t]*(?P<value>.+)")
LONGEST = 2**20  # bytes that are read of one


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says; what could not be read of it is empty.

    Attributes:
        name: the full name.
        login: the user name.
        title: what the assignment is called.
        submitted: when, as Blackboard prints it.
        originals: what files were called, by what they are called in the download.
    """

    name: str = ""
    login: str = ""
    title: str = ""
    submitted: str = ""
    originals: dict[str, str] = field(default_factory=dict)


def read_receipt(content: bytes, stored: set[str]) -> Receipt:
    """Read a receipt in any language: by the places of its lines, not by their words.

    The head are its first three lines; nothing behind them, where a student's own text is, can say who it is or when.

    Args:
        content: its bytes.
        stored: the names of the attempt's files in the download.
    """
    try:
        text = content[:LONGEST].decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content[:LONGEST].decode("cp1252", "replace")
    lines = [line for line in text.splitlines() if line.strip()]
    head = [line.strip() for line in lines[:3]]
    named = NAMED.fullmatch(head[0]) if head else None
    if named is None:
        return Receipt(originals=_originals(lines, stored))
    title, submitted = (_value(line) for line in (*head[1:], "", "")[:2])
    return Receipt(named["name"], named["login"].strip(), title, submitted, _originals(lines, stored))


def _value(line: str) -> str:
    found = LABEL.fullmatch(line)
    return found["value"].strip() if found else ""


def _originals(lines: list[str], stored: set[str]) -> dict[str, str]:
    """Return the original names: each stands, indented, right before the name that the file has in the download."""
    found = {}
    for line, following in pairwise(lines):
        original, name = LISTED.fullmatch(line), LISTED.fullmatch(following)
        if original and name and name["value"].strip() in stored:
            found[name["value"].strip()] = original["value"].strip()
    return found
