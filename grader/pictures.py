"""Pictures that a page holds in itself: PNG and JPEG of a size that a browser can show."""

import base64
import binascii
import io
import warnings
from collections.abc import Mapping

from PIL import Image

from grader.outputs import MAX_PIXELS

KINDS = {"image/png": "PNG", "image/jpeg": "JPEG"}
LARGEST = 20 * 2**20  # bytes


def data_uri(bundle: Mapping[str, object]) -> str | None:
    """Make an address of the first sound picture in a bundle of base64 texts by type; None where there is none."""
    for kind, form in KINDS.items():
        data = bundle.get(kind)
        if isinstance(data, str) and (sound := _sound(data, form)):
            return f"data:{kind};base64,{sound}"
    return None


def _sound(data: str, form: str) -> str:
    """The base64 text of a picture in one line; nothing where it is none of that form, or too large to show."""
    if len(data) > LARGEST * 4 // 3:
        return ""
    try:
        content = base64.b64decode("".join(data.split()), validate=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the bound below is stricter
            with Image.open(io.BytesIO(content), formats=[form]) as picture:
                width, height = picture.size
                picture.verify()
    except (binascii.Error, ValueError, OSError, SyntaxError, Image.DecompressionBombError):
        return ""
    fits = 0 < width * height <= MAX_PIXELS
    return base64.b64encode(content).decode("ascii") if fits else ""
