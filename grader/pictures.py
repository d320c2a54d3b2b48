"""Pictures within a page; students' are decoded within bounds and encoded anew, so that only their pixels are left."""

import base64
import binascii
import io
import warnings
from collections.abc import Mapping

from PIL import Image, UnidentifiedImageError

MAX_PICTURES = 60  # of one submission, of each kind
MAX_CHARACTERS = 24 * 2**20  # in base64, of all of them
MAX_BYTES = 16 * 2**20  # of one picture's file
MAX_PIXELS = 2**25  # of one picture; a few kilobytes can unpack to gigabytes
MAX_ALL_PIXELS = 2**26  # of one submission: decoding takes time
MAX_SIDE = 2400  # pixels; larger pictures are scaled down
KINDS = {"image/png": "PNG", "image/jpeg": "JPEG"}  # what a page shows
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
PLAIN_MODES = {"1": "L", "L": "L", "LA": "RGBA", "RGB": "RGB", "RGBA": "RGBA"}
BROKEN = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, MemoryError, EOFError)


class Album:
    """The pictures that one submission may show: so many, and so large together.

    Attributes:
        left_out: how many there was no room for.
        broken: how many could not be decoded.
    """

    def __init__(self) -> None:
        self.left_out = self.broken = 0
        self._pictures, self._characters, self._pixels = MAX_PICTURES, MAX_CHARACTERS, MAX_ALL_PIXELS

    def add(self, value: object) -> str | None:
        """A picture encoded anew, None where it cannot be shown."""
        data = _decoded(value)
        pixels = _size(data, FORMATS)
        if not 0 < pixels <= MAX_PIXELS:
            self.broken += 1
            return None
        if self._pictures <= 0 or self._characters <= 0 or pixels > self._pixels:
            self.left_out += 1
            return None
        self._pixels -= pixels  # also of one that turns out to be broken
        fresh = _png(data)
        if fresh is None:
            self.broken += 1
            return None
        self._pictures, self._characters = self._pictures - 1, self._characters - len(fresh)
        return fresh


def encoded_anew(value: object) -> str | None:
    """The picture in some base64 text as a new PNG in base64; None where it is no picture or too large."""
    return Album().add(value)


def data_uri(bundle: Mapping[str, object]) -> str | None:
    """The address of the first sound picture in a bundle of base64 texts by type; None where there is none."""
    for kind, form in KINDS.items():
        data = _decoded(bundle.get(kind))
        if 0 < _size(data, (form,), verify=True) <= MAX_PIXELS:
            return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
    return None


def _decoded(value: object) -> bytes:
    """The bytes that some base64 text stands for; none where it is no such text, or too long."""
    try:
        data = base64.b64decode("".join(value.split()), validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        return b""
    return data if len(data) <= MAX_BYTES else b""


def _size(data: bytes, formats: tuple[str, ...], verify: bool = False) -> int:
    """How many pixels a picture says it has; 0 where it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own, about sizes that are checked here
            with Image.open(io.BytesIO(data), formats=formats) as picture:
                pixels = picture.width * picture.height
                if verify:
                    picture.verify()
    except BROKEN:
        return 0
    return pixels


def _png(data: bytes) -> str | None:
    """The pixels of a picture as a new PNG in base64; None where they cannot be decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            picture.thumbnail((MAX_SIDE, MAX_SIDE))
            pixels = picture.convert(PLAIN_MODES.get(picture.mode, "RGBA"))
        pixels.info.clear()  # texts, profiles and times would be written back
        fresh = io.BytesIO()
        pixels.save(fresh, "PNG")
    except BROKEN:
        return None
    return base64.b64encode(fresh.getvalue()).decode("ascii")
