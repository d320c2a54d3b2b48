"""Pictures of solutions, which no student may see, identified by their bytes and by their pixels."""

import base64
import binascii
import io
import mimetypes
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

import nbformat
from PIL import Image

from grader.pictures import encoded_anew
from grader.release.regions import parts
from grader.repair.references import used

KINDS = ("image/", "video/", "application/pdf")
RUN = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")  # base64 of thirty bytes or more
BREAKS = re.compile(r"\\n|[\s\"'\\]")  # what may stand between the lines of some base64
DISTINCTIVE = 32  # bytes that a picture has if a file that holds them must be one that shows it


def secret_pictures(master: nbformat.NotebookNode, source: Path, hidden: Path | None) -> dict[bytes, str]:
    """Return the pictures of solution regions, outputs and hidden tests, with their places; less those shown elsewhere.

    Args:
        master: the notebook with its solutions.
        source: the assignment's folder, with the files that students get.
        hidden: the folder of the hidden tests.
    """
    files = [path for path in sorted(source.rglob("*")) if path.is_file() and _is_picture(path)]
    secret = {path.read_bytes(): path.name for path in sorted(hidden.rglob("*")) if _is_picture(path)} if hidden else {}
    public = {
        data for path in sorted(source.rglob("*.md")) for data in _named(path.read_text("utf-8", "replace"), files)
    }
    for cell in master.cells:
        where = f"cell {cell.get('id', '?')}"
        inside, outside = ("\n".join(lines) for lines in parts(cell))
        shown = used(outside, cell.get("attachments", {}))
        public |= {*_embedded(outside), *_named(outside, files)}
        found = [*_embedded(inside), *_named(inside, files), *_outputs(cell)]
        for name, bundle in cell.get("attachments", {}).items():
            if name in shown:
                public |= {*_bundled(bundle)}
            else:
                found += _bundled(bundle)
        secret |= dict.fromkeys(found, where)
    seen = {key for data in public for key in _keys(data)}
    return {data: where for data, where in secret.items() if data and not _keys(data) & seen}


def shown_picture(data: bytes, texts: Iterable[str], secrets: dict[bytes, str]) -> str | None:
    """Where the first secret picture stands that a file shows, None if it shows none.

    Args:
        data: the file's bytes.
        texts: its texts, without the escapes of its format.
        secrets: see `secret_pictures`.
    """
    if not secrets:
        return None
    texts = [unquote(text) for text in texts]
    found = {key for picture in (data, *(one for text in texts for one in _decoded(text))) for key in _keys(picture)}
    for picture, where in secrets.items():
        if _keys(picture) & found or (len(picture) >= DISTINCTIVE and picture in data):
            return where
        words = picture.decode("utf-8", "ignore").strip()
        if len(words) >= DISTINCTIVE and any(words in text for text in texts):  # a drawing in SVG
            return where
    return None


@lru_cache(maxsize=256)
def _keys(picture: bytes) -> frozenset[bytes]:
    """Return what a picture is known by: its bytes, and its pixels where it can be decoded."""
    anew = encoded_anew(base64.b64encode(picture).decode("ascii"))
    if anew is None:
        return frozenset({picture})
    image = Image.open(io.BytesIO(base64.b64decode(anew)))
    return frozenset({picture, repr(image.size).encode() + image.convert("RGBA").tobytes()})


def _is_picture(path: Path) -> bool:
    return (mimetypes.guess_type(path.name)[0] or "").startswith(KINDS)


def _named(text: str, files: list[Path]) -> Iterator[bytes]:
    """Return the contents of the files that a text names."""
    text = unquote(text)
    for path in files:
        if re.search(rf"(?<![\w-]){re.escape(path.name)}(?!\w)", text):
            yield path.read_bytes()


def _outputs(cell: nbformat.NotebookNode) -> Iterator[bytes]:
    for output in cell.get("outputs", ()):
        yield from _bundled(output.get("data", {}))


def _bundled(bundle: dict[str, object]) -> Iterator[bytes]:
    """Return the pictures of a MIME bundle: in base64, or as the text that they are."""
    for kind, value in bundle.items():
        text = "".join(value) if isinstance(value, list) else value
        if kind.startswith(KINDS) and isinstance(text, str):
            data = _from_base64(text)
            yield text.encode() if data is None else data


def _embedded(text: str) -> Iterator[bytes]:
    """Return the pictures that are written out in a text."""
    for match in re.finditer(r"data:(?:image|video)/[^,]*;base64,([A-Za-z0-9+/=\s]+)", unquote(text)):
        if (data := _from_base64(match[1])) is not None:
            yield data


def _decoded(text: str) -> Iterator[bytes]:
    """Whatever a text could hold in base64."""
    whole = BREAKS.sub("", text)
    for run in (whole, *RUN.findall(whole)):
        if (data := _from_base64(run)) is not None:
            yield data


def _from_base64(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
