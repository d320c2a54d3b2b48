"""Rebuilds the outputs of a student's cell from their safe parts: text, errors and PNG images."""

import base64
import binascii
import struct
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

MAX_LINES = 200  # of a traceback
MAX_LINE = 10_000  # characters
PNG = b"\x89PNG\r\n\x1a\n"
MAX_PIXELS = 2**25  # of an image; a few kilobytes can decompress to gigabytes in the reader's browser


def clean(cell: NotebookNode) -> None:
    """Keep only valid text and PNG of a cell's outputs: a student's HTML must never reach the grader's pages."""
    count = cell.get("execution_count")
    if type(count) is not int or count < 0:
        cell.execution_count = None
    cell.outputs = _joined(_cleaned(output, cell.execution_count) for output in cell.get("outputs", []))


def _joined(outputs: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Return the outputs with consecutive texts of one stream joined, as JupyterLab shows them."""
    joined: list[NotebookNode] = []
    for key, group in groupby(outputs, key=lambda output: output.get("name")):
        first, *rest = group
        if key is None:
            joined += [first, *rest]
        else:
            joined.append(new_output("stream", name=key, text="".join(each.text for each in (first, *rest))))
    return joined


def error_output(kind: str, text: str) -> NotebookNode:
    """Return an error of the grader's own."""
    return new_output("error", ename=kind, evalue=text, traceback=[f"{kind}: {text}"])


def _cleaned(output: NotebookNode, count: int | None) -> NotebookNode:
    """Return the same output with fields of the types that the notebook format requires."""
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return new_output("stream", name=name, text=_text(output.get("text")))
    if kind == "error":
        lines = output.get("traceback")
        lines = lines[:MAX_LINES] if isinstance(lines, list) else [lines]
        name, value, *lines = (_text(part)[:MAX_LINE] for part in (output.get("ename"), output.get("evalue"), *lines))
        return new_output("error", ename=name, evalue=value, traceback=lines)
    data = output.get("data")
    kept = {}
    if isinstance(data, dict):
        if "text/plain" in data:
            kept["text/plain"] = _text(data["text/plain"])
        if _is_png(data.get("image/png")):
            kept["image/png"] = data["image/png"]
    if kind == "execute_result":
        return new_output("execute_result", data=kept, execution_count=count)
    return new_output("display_data", data=kept)


def _text(value: Any) -> str:
    """Return a value as text that can be written as UTF-8."""
    text = value if isinstance(value, str) else "" if value is None else repr(value)
    return text.encode("utf-8", "replace").decode("utf-8")


def _is_png(value: Any) -> bool:
    """Whether a value is a PNG in base64, of a size that a browser can show."""
    try:
        head = base64.b64decode("".join(value.split()), validate=True)[:24] if isinstance(value, str) else b""
        kind, width, height = struct.unpack(">4x4s2I", head[len(PNG) :])
    except (binascii.Error, ValueError, struct.error):
        return False
    return head.startswith(PNG) and kind == b"IHDR" and 0 < width * height <= MAX_PIXELS
