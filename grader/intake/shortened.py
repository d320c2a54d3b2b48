"""Removes from a notebook's file what would exceed the memory limit; ordinary files are unchanged."""

import re
from itertools import chain

from grader.errors import UnreadableSubmission
from grader.pictures import MAX_ATTACHED, MAX_BYTES, MAX_CHARACTERS

HEAVY = 32 * 2**20  # bytes of a file from which long strings are looked for
LONG = 2**16  # bytes of a string: it is a picture, or an output that no page shows
MAX_PICTURE = 4 * MAX_BYTES // 3 + 4  # bytes in base64
MAX_PICTURES = MAX_ATTACHED + MAX_CHARACTERS  # bytes of all pictures: those in outputs, and those in text cells
MAX_OTHERS = 8 * 2**20  # bytes of all other long strings
MAX_BARE = 128 * 2**20  # bytes that are left, if they are plain ASCII: then a character takes one byte in memory
MAX_WIDE = 64 * 2**20  # bytes that are left otherwise: then each character may take four
MAX_CONTAINERS = 500_000  # lists and dictionaries of JSON, of which two bytes become some hundred in memory
MAX_VALUES = 3_000_000
STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
TEXT = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
PICTURE = re.compile(rb'"(?:iVBORw0KGgo|/9j/|R0lGOD|UklGR|.{0,200}data:image/)', re.DOTALL)
MARK = "[left out by the grader: too large]"  # stands for a string that was cut out
REMEDY = "Ask for the notebook without its outputs."


def shortened(data: bytes | bytearray) -> bytes | bytearray:
    """Return the bytes of a file, in a heavy one `MARK` in place of long strings that there is no room for.

    Raises:
        UnreadableSubmission: what is left is still too much to be read.
    """
    if len(data) <= HEAVY:
        return data
    pictures, others = MAX_PICTURES, MAX_OTHERS
    cuts: list[tuple[int, int]] = []
    for found in STRING.finditer(data):
        size = found.end() - found.start()
        if size < LONG:
            continue
        if PICTURE.match(data, found.start()):
            kept = size <= min(MAX_PICTURE, pictures)
            pictures -= size if kept else 0
        else:
            kept = size <= others
            others -= size if kept else 0
        if not kept:
            cuts.append(found.span())
    starts = chain([0], (end for _, end in cuts))
    ends = chain((start for start, _ in cuts), [len(data)])
    with memoryview(data) as view:
        rest = f'"{MARK}"'.encode().join(view[start:end] for start, end in zip(starts, ends, strict=True))
    if len(rest) > (MAX_BARE if rest.isascii() else MAX_WIDE):
        what = f"holds {len(rest) / 2**20:,.0f} MB even without large pictures, which is too large to be read"
        raise UnreadableSubmission("notebook", what, REMEDY)
    return rest


def require_plain(text: str) -> None:
    """Refuse JSON that would take very much more memory than its characters do.

    Raises:
        UnreadableSubmission: it holds too many values.
    """
    if _counts(text) and _counts(TEXT.sub("", text)):
        what = (
            f"holds more than {MAX_VALUES:,} values or {MAX_CONTAINERS:,} lists of JSON, which is too much to be read"
        )
        raise UnreadableSubmission("notebook", what, REMEDY)


def _counts(text: str) -> bool:
    return text.count("[") + text.count("{") > MAX_CONTAINERS or text.count(",") > MAX_VALUES
