"""The figures of a submission: submitted ones are kept, and distinguished from those drawn while grading."""

import re
from collections.abc import Sequence
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grader.intake.collector import LEFT_OUT
from grader.notebooks import OWN
from grader.pictures import Album

KEY = OWN  # in the metadata of outputs too
HANDED_IN = "as handed in"
DRAWN = "drawn while grading"
NOT_DRAWN = re.compile(r"<Figure size \S+ with \d+ Axes>")  # how a figure is shown as text
BROKEN = "Submitted figures cannot be decoded and were left out: {count}."


def keep(cells: Sequence[NotebookNode], notebook: NotebookNode) -> list[str]:
    """Re-encode the figures of a repaired notebook, attach each to a code cell, and return a line for each loss.

    Args:
        cells: the cells as they were handed in; the figures of one that was joined with another go to the code cell
            before it.
        notebook: the notebook after repair, changed in place.
    """
    there = {id(cell) for cell in notebook.cells if cell.cell_type == "code"}
    holder = next((cell for cell in notebook.cells if cell.cell_type == "code"), None)
    album = Album()
    kept: dict[int, list[str]] = {}
    for cell in cells:
        holder = cell if id(cell) in there else holder
        fresh = [album.add(text) for text in cell.metadata.pop(KEY, {}).get("figures", ())]
        if holder is not None:
            kept.setdefault(id(holder), []).extend(filter(None, fresh))
    for cell in notebook.cells:
        if kept.get(id(cell)):
            cell.metadata[KEY] = {"figures": kept[id(cell)]}
    counts = ((BROKEN, album.broken), (LEFT_OUT, album.left_out))
    return [sentence.format(count=count) for sentence, count in counts if count]


def held(notebook: NotebookNode) -> int:
    """Return how many characters of a page the text cells and the submitted figures take, including pictures."""
    texts = sum(len(cell.source) for cell in notebook.cells if cell.cell_type != "code")
    return texts + sum(len(text) for cell in notebook.cells for text in cell.metadata.get(KEY, {}).get("figures", ()))


def show(notebook: NotebookNode, steps: str | None) -> None:
    """Show submitted figures in place of those drawn while grading, and label both, in place.

    Args:
        notebook: the notebook.
        steps: how many steps the notebook trains while it is graded, None where it trains none.
    """
    drawn = f"{DRAWN}, after {steps} training steps" if steps else DRAWN
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        handed_in = cell.metadata.pop(KEY, {}).get("figures", [])
        outputs = []
        for output in cell.outputs:
            if output.get("data") == {}:  # of a kind that no page may show
                continue
            if handed_in and NOT_DRAWN.fullmatch(output.get("data", {}).get("text/plain", "")):
                continue
            if "image/png" not in output.get("data", {}):
                outputs.append(output)
            elif not handed_in:
                outputs += _labelled(output.data["image/png"], drawn)
            elif output.output_type == "execute_result":
                del output.data["image/png"]
                outputs.append(output)
        cell.outputs = outputs + [part for text in handed_in for part in _labelled(text, HANDED_IN)]


def _labelled(png: str, label: str) -> list[NotebookNode]:
    """Return a figure with a line above it: formgrader and JupyterLab show no captions."""
    words: dict[str, Any] = {KEY: {"label": True}}
    return [
        new_output("display_data", data={"text/plain": f"Figure {label}:"}, metadata=words),
        new_output("display_data", data={"image/png": png}, metadata={KEY: {"figure": label}}),
    ]
