"""Pictures within a page; students' are decoded within bounds and encoded anew, so that only their pixels are left."""

import base64
import binascii
import io
import re
import warnings
from collections.abc import Mapping

from PIL import Image, UnidentifiedImageError

MAX_PICTURES = 60  # of one submission, of each kind
MAX_CHARACTERS = 12 * 2**20  # in base64, of all of them; a page takes some twelve times as much memory to make
MAX_ATTACHED = 24 * 2**20  # of those in text cells, as they were handed in
MAX_LOOKED_AT = 64 * 2**20  # characters in base64, of all that are tried
MAX_BYTES = 16 * 2**20  # of one picture's file
MAX_PIXELS = 2**25  # of one picture; a few kilobytes can unpack to gigabytes
LARGEST = {"PNG": 2**24, "GIF": 2**24, "WEBP": 2**23}  # pixels that take some 170 MB to decode, where it is not JPEG
MAX_ALL_PIXELS = 2**26  # of one submission: decoding takes time
MAX_SIDE = 2400  # pixels; larger pictures are scaled down
EMBEDDED = re.compile(r"data:image/(?:png|jpeg|jpg|gif|webp);base64,([A-Za-z0-9+/=]+)")  # in a text, as Colab does
QUALITY = 88  # of a photograph, percent
COMPRESSION = 3  # of 9: figures are as small as by Pillow's 6, in half the time
JPEG_BEGINS = "/9j/"  # in base64
KINDS = {"image/png": "PNG", "image/jpeg": "JPEG"}  # what a page shows
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
PLAIN_MODES = {"1": "L", "L": "L", "LA": "RGBA", "RGB": "RGB", "RGBA": "RGBA"}
BROKEN = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, MemoryError, EOFError)


class Album:
    """The pictures that one submission may show: so many, and so large together.

    Args:
        photographs: whether what was a JPEG may stay one, which takes a tenth of the room.

    Attributes:
        left_out: how many there was no room for.
        broken: how many could not be decoded.
    """

    def __init__(self, photographs: bool = False) -> None:
        self.photographs = photographs
        self.left_out = self.broken = 0
        self._pictures, self._characters, self._pixels = MAX_PICTURES, MAX_CHARACTERS, MAX_ALL_PIXELS
        self._looked_at = MAX_LOOKED_AT

    def add(self, value: object) -> str | None:
        """Return a picture encoded anew, as a PNG or a JPEG in base64; None where it cannot be shown."""
        size = len(value) if isinstance(value, str) else 0
        if self._pictures <= 0 or self._characters <= 0 or size > self._looked_at:
            self.left_out += 1
            return None
        self._looked_at -= size  # also of one that is broken, or shown for the hundredth time
        data = _decoded(value)
        pixels = _size(data, FORMATS)
        if not pixels:
            self.broken += 1
            return None
        if pixels > self._pixels:
            self.left_out += 1
            return None
        self._pixels -= pixels  # also of one that turns out to be broken
        fresh = _anew(data, self.photographs)
        if fresh is None:
            self.broken += 1
            return None
        if len(fresh) > self._characters:
            self.left_out += 1
            return None
        self._pictures, self._characters = self._pictures - 1, self._characters - len(fresh)
        return fresh


def encoded_anew(value: object) -> str | None:
    """Return the picture in some base64 text as a new PNG in base64; None where it is no picture or too large."""
    return Album().add(value)


def data_uri(bundle: Mapping[str, object]) -> str | None:
    """Return the address of the first sound picture in a bundle of base64 texts by type; None where there is none."""
    for kind, form in KINDS.items():
        data = _decoded(bundle.get(kind))
        if _size(data, (form,), verify=True):
            return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
    return None


def _decoded(value: object) -> bytes:
    """Return the bytes that some base64 text stands for; none where it is no such text, or too long."""
    try:
        data = base64.b64decode("".join(value.split()), validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        return b""
    return data if len(data) <= MAX_BYTES else b""


def _size(data: bytes, formats: tuple[str, ...], verify: bool = False) -> int:
    """How many pixels a picture says it has; 0 where it is none, or one that is too large to be decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own, about sizes that are checked here
            with Image.open(io.BytesIO(data), formats=formats) as picture:
                pixels = picture.width * picture.height
                largest = MAX_PIXELS if verify else LARGEST.get(picture.format or "", MAX_PIXELS)
                if verify:
                    picture.verify()
    except BROKEN:
        return 0
    return pixels if pixels <= largest else 0


def _anew(data: bytes, photographs: bool) -> str | None:
    """Return the pixels of a picture as a new one in base64; None where they cannot be decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            kind = "JPEG" if photographs and picture.format == "JPEG" else "PNG"
            picture.thumbnail((MAX_SIDE, MAX_SIDE))
            pixels = picture.convert("RGB" if kind == "JPEG" else PLAIN_MODES.get(picture.mode, "RGBA"))
        pixels.info.clear()  # texts, profiles and times would be written back
        fresh = io.BytesIO()
        pixels.save(fresh, kind, **({"quality": QUALITY} if kind == "JPEG" else {"compress_level": COMPRESSION}))
    except BROKEN:
        return None
    return base64.b64encode(fresh.getvalue()).decode("ascii")


def address(picture: str) -> str:
    """Return what stands in a page for a picture that was encoded anew."""
    return f"data:image/{'jpeg' if picture.startswith(JPEG_BEGINS) else 'png'};base64,{picture}"
