"""Small pictures of every kind, as base64 text."""

import base64
import io

from PIL import Image


def picture(size: tuple[int, int] = (3, 2), mode: str = "RGB", kind: str = "PNG", **options: object) -> str:
    """A black picture."""
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind, **options)
    return base64.b64encode(file.getvalue()).decode()
