"""Names of a zip's entries: decoded as they were meant, and made safe to place."""

import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterable

from grader.intake.listing import ignored

UTF_8 = 0x800  # the flag of an entry whose name is UTF-8
UNICODE_PATH = 0x7075  # Info-ZIP's extra field with the name in UTF-8
LONGEST_PART = 200  # bytes; a file's name may have 255
LONGEST = 1000  # bytes of a path
SUFFIX = 20  # characters of an ending that is kept when a name is cut


def decoded(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry; `zipfile` takes UTF-8 for cp437 where it is not declared, as it often is not."""
    if entry.flag_bits & UTF_8:
        return entry.orig_filename
    try:
        raw = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.orig_filename
    try:
        return _unicode_path(entry.extra, raw) or raw.decode("utf-8")
    except UnicodeDecodeError:
        return entry.orig_filename


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """Return the name that an extra field gives for these bytes; empty if there is none."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == UNICODE_PATH and len(field) > 5 and field[0] == 1:
            (checksum,) = struct.unpack("<L", field[1:5])
            return field[5:].decode("utf-8") if checksum == zlib.crc32(raw) else ""
    return ""


def safe(name: str) -> str:
    """Return a path that stays below its folder, printable and not too long; empty if nothing is left of the name."""
    parts = unicodedata.normalize("NFC", name.replace("\\", "/")).split("/")
    if len(parts[0]) == 2 and parts[0][1] == ":":
        del parts[0]
    kept = [_safe_part(part) for part in parts if part.strip() not in ("", ".", "..")]
    while len(kept) > 2 and len("/".join(kept).encode()) > LONGEST:
        del kept[1]  # the first says whose it is, and the last what
    return "/".join(kept)


def _safe_part(part: str) -> str:
    part = "".join(sign if sign.isprintable() else "_" for sign in part)
    if len(part.encode()) <= LONGEST_PART:
        return part
    stem, dot, suffix = part.rpartition(".")
    ending = f".{suffix}" if dot and stem and len(suffix) <= SUFFIX else ""
    return (stem if ending else part).encode()[: LONGEST_PART - len(ending.encode())].decode(errors="ignore") + ending


def tidy(names: Iterable[str]) -> list[str]:
    """Return the names of files, made safe, without those that systems and programs leave behind."""
    return [
        path
        for name in names
        if not name.replace("\\", "/").endswith("/") and (path := safe(name)) and not any(map(ignored, path.split("/")))
    ]


def distinct(name: str, taken: Collection[str]) -> str:
    """Return a name that is not taken, nor is a taken one below it or above it: ``hw3 (2).ipynb`` if needed."""
    *above, _ = parts = name.split("/")
    for depth in range(1, len(above) + 1):  # a file where a folder has to be
        if "/".join(parts[:depth]) in taken:
            parts[depth - 1] = _numbered(parts[depth - 1], parts[: depth - 1], taken)
    parts[-1] = _numbered(parts[-1], parts[:-1], taken)
    return "/".join(parts)


def _numbered(part: str, above: list[str], taken: Collection[str]) -> str:
    stem, dot, suffix = part.rpartition(".")
    if not stem:
        stem, dot, suffix = part, "", ""
    number, wanted = 1, part
    while _in_the_way("/".join([*above, wanted]), taken):
        number += 1
        wanted = f"{stem} ({number}){dot}{suffix}"
    return wanted


def _in_the_way(path: str, taken: Collection[str]) -> bool:
    return path in taken or any(name.startswith(f"{path}/") for name in taken)
