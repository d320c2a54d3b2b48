"""What the files of a mail are called: by their senders, as far as that can stand for a file, else by us."""

import json
import mimetypes
import unicodedata
from pathlib import PurePosixPath

LONGEST = 200  # bytes of a file's name; a file system takes 255
BEGINNING = 2**16  # bytes that are looked at to see what a file is


def safe_name(name: str) -> str:
    """Return the last part of a name, composed, printable, and not too long; empty if nothing is left of it."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    name = "".join(sign if sign.isprintable() else " " for sign in name)
    name = " ".join(name.encode("utf-8", "ignore").decode("utf-8").split())
    return "" if name in ("", ".", "..") else _cut(name)


def is_notebook(content: bytes) -> bool:
    """Whether bytes are the JSON of a notebook, whatever they are called."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{" or b'"cells"' not in content:
        return False
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and isinstance(found.get("cells"), list)


def made_up(number: int, content: bytes, kind: str) -> str:
    """Return a name for a file that came without one: ``unnamed-1.ipynb``.

    Args:
        number: which of the mail's unnamed files it is.
        content: its bytes.
        kind: what the mail says it is, "application/pdf" for one.
    """
    if is_notebook(content):
        ending = ".ipynb"
    elif content.startswith(b"PK\x03\x04"):
        ending = ".zip"
    else:
        ending = mimetypes.guess_extension(kind) or ".bin"
    return f"unnamed-{number}{ending}"


def distinct(files: list[tuple[str, bytes]]) -> tuple[list[tuple[str, bytes]], list[str]]:
    """Return files no two of which have one name, and notes on what was renamed or there twice; none is lost."""
    kept: dict[str, tuple[str, bytes]] = {}
    notes = []
    for name, content in files:
        new, number = name, 1
        while new.casefold() in kept and kept[new.casefold()][1] != content:
            number += 1
            stem, dot, ending = name.partition(".") if not name.startswith(".") else (name, "", "")
            new = f"{stem}-{number}{dot}{ending}"
        if new != name and new.casefold() not in kept:
            notes.append(f"Two different files are called {name!r}; one was renamed to {new!r}.")
        kept.setdefault(new.casefold(), (new, content))
    return list(kept.values()), notes


def _cut(name: str) -> str:
    if len(name.encode()) <= LONGEST:
        return name
    ending = PurePosixPath(name).suffix[:20]
    stem = name.encode()[: LONGEST - len(ending.encode())].decode("utf-8", "ignore")
    return f"{stem.rstrip()}{ending}"
