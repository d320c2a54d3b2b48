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
        self._pictures, self._characters = MAX_PICTURES, MAX_CHARACTERS

    def add(self, value: object) -> str | None:
        """A picture encoded anew, None where it cannot be shown."""
        if self._pictures <= 0 or self._characters <= 0:
            self.left_out += 1
            return None
        fresh = encoded_anew(value)
        if fresh is None:
            self.broken += 1
            return None
        self._pictures, self._characters = self._pictures - 1, self._characters - len(fresh)
        return fresh


def encoded_anew(value: object) -> str | None:
    """The picture in some base64 text as a new PNG in base64; None where it is no picture or too large."""
    try:
        data = base64.b64decode("".join(value.split()), validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        return None
    if not 0 < len(data) <= MAX_BYTES:
        return None
    try:
        return base64.b64encode(_png(data)).decode("ascii")
    except BROKEN:
        return None


def _png(data: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own, about sizes that are checked here
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
        if not 0 < picture.width * picture.height <= MAX_PIXELS:
            raise ValueError("too many pixels")
        pixels = picture.convert(PLAIN_MODES.get(picture.mode, "RGBA"))
    pixels.thumbnail((MAX_SIDE, MAX_SIDE))
    pixels.info.clear()  # texts, profiles and times would be written back
    fresh = io.BytesIO()
    pixels.save(fresh, "PNG")
    return fresh.getvalue()


def data_uri(bundle: Mapping[str, object]) -> str | None:
    """The address of the first sound picture in a bundle of base64 texts by type; None where there is none."""
    for kind, form in KINDS.items():
        if sound := _sound(bundle.get(kind), form):
            return f"data:{kind};base64,{sound}"
    return None


def _sound(value: object, form: str) -> str:
    """The base64 text of a picture in one line; nothing where it is none of that form, or too large to show."""
    try:
        data = base64.b64decode("".join(value.split()), validate=True) if isinstance(value, str) else b""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=[form]) as picture:
                fits = 0 < picture.width * picture.height <= MAX_PIXELS and len(data) <= MAX_BYTES
                picture.verify()
    except (binascii.Error, *BROKEN):
        return ""
    return base64.b64encode(data).decode("ascii") if fits else ""
