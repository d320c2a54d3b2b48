"""Cells that have run: what gives them, and what they say."""

from collections.abc import Callable

import nbformat

from grader.kernel.submission import Submission

Run = Callable[..., tuple[list[nbformat.NotebookNode], Submission]]


def text(cell: nbformat.NotebookNode) -> str:
    """What a cell printed, and the values of its errors."""
    return "".join(output.get("text", output.get("evalue", "")) for output in cell.outputs)


def names(cell: nbformat.NotebookNode) -> list[str]:
    """The names of a cell's errors."""
    return [output["ename"] for output in cell.outputs if output.output_type == "error"]


FLOOD = """
import json, threading
kernel = get_ipython().kernel
session, outputs = kernel.session, kernel.iopub_socket
def flood(reply):
    while True:
        session.send(outputs, "stream", {"name": "stdout", "text": "x" * 100})
        if reply:
            session.send(outputs, "reply", {"status": "ok"})
"""
