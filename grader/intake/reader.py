"""Reads a notebook file in any encoding and format, and with any repairable damage."""

import json
from typing import Any

import nbformat

from grader.errors import UnreadableSubmission
from grader.form.decoding import Unreadable, decoded, diagnosis
from grader.intake.collector import Collector
from grader.intake.normalize import normalize
from grader.intake.shortened import require_plain, shortened


def read(data: bytes | bytearray, pictures: bool = True) -> tuple[nbformat.NotebookNode, list[str]]:
    """Return a notebook with no outputs but its figures, and what had to be repaired to read it, a line each.

    Figures, and whether a cell ran without an error, stand in the cells' metadata, see `grader.intake.collector`.

    Args:
        data: the bytes of its file.
        pictures: whether to keep figures and attachments.

    Raises:
        UnreadableSubmission: these bytes hold no notebook; ``what`` says what they hold instead.
    """
    notes: list[str] = []
    data = shortened(data)
    try:
        text = decoded(data, notes)
    except Unreadable as error:
        raise _refused(str(error)) from None
    del data  # it may be large, and so may be what comes of the text
    content = _parsed(text, notes, Collector(pictures))
    del text
    return normalize(content, notes), notes


def _parsed(text: str, notes: list[str], collector: Collector) -> Any:
    text = text.strip("\ufeff\0 \t\r\n")
    require_plain(text)
    try:
        content, end = json.JSONDecoder(object_pairs_hook=collector.take, strict=False).raw_decode(text)
    except json.JSONDecodeError as error:
        raise _refused(diagnosis(text, error)) from None
    except RecursionError:
        raise _refused("is not a readable notebook: it is nested too deeply") from None
    except MemoryError:
        raise _refused("is not a readable notebook: it needs more memory than is available") from None
    notes += collector.notes()
    if text[end:].strip():
        notes.append("Text after the end of the notebook in its file was ignored.")
    return content


def _refused(what: str) -> UnreadableSubmission:
    return UnreadableSubmission("notebook", what, "Ask for the .ipynb file as JupyterLab saves it.")
