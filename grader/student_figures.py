"""The figures of a submission: what was handed in is kept, and told apart from what was drawn while grading."""

from collections.abc import Sequence
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grader.pictures import MAX_CHARACTERS, MAX_PICTURES, Album

KEY = "grader"  # in the metadata of cells and outputs; what a student writes there is dropped when the file is read
HANDED_IN = "as handed in"
DRAWN = "drawn while grading"
LEFT_OUT = "Figures that were handed in were left out, as they are too many or too large: {count}."
BROKEN = "Figures that were handed in cannot be decoded, and were left out: {count}."
OTHER_KINDS = (
    "Figures that were handed in as SVG cannot be shown; in their place stand those drawn while grading: {count}."
)


class Collector:
    """Picks the figures out of a notebook's outputs while its file is read, within bounds for all of them."""

    def __init__(self) -> None:
        self.count = self.characters = self.left_out = self.other_kinds = 0

    def of(self, outputs: object) -> list[str]:
        """The pictures in a cell's outputs, as base64 text that nobody has looked at yet."""
        found: list[str] = []
        for output in outputs if isinstance(outputs, list) else ():
            data = output.get("data", output) if isinstance(output, dict) else None
            if not isinstance(data, dict):
                continue
            text = _text(next((data[kind] for kind in ("image/png", "image/jpeg", "png") if data.get(kind)), None))
            if text is None:
                self.other_kinds += "image/svg+xml" in data
                continue
            self.count += 1
            self.characters += len(text)
            if self.count > MAX_PICTURES or self.characters > MAX_CHARACTERS:
                self.left_out += 1
            else:
                found.append(text)
        return found

    def notes(self) -> list[str]:
        """What was not kept, a line each."""
        counts = ((LEFT_OUT, self.left_out), (OTHER_KINDS, self.other_kinds))
        return [sentence.format(count=count) for sentence, count in counts if count]


def _text(value: object) -> str | None:
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    return value if isinstance(value, str) else None


def keep(cells: Sequence[NotebookNode], notebook: NotebookNode) -> list[str]:
    """Encode the figures of a repaired notebook anew, and leave each with a code cell; what was lost, a line each.

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


def show(notebook: NotebookNode, steps: str | None) -> None:
    """Put the figures that were handed in where those drawn while grading would stand, and label both, in place.

    Args:
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
            if "image/png" not in output.get("data", {}):
                outputs.append(output)
            elif not handed_in:
                outputs += _labelled(output.data["image/png"], drawn)
            elif output.output_type == "execute_result":
                del output.data["image/png"]
                outputs.append(output)
        cell.outputs = outputs + [part for text in handed_in for part in _labelled(text, HANDED_IN)]


def _labelled(png: str, label: str) -> list[NotebookNode]:
    """A figure with a line above it: formgrader and JupyterLab show no captions."""
    words: dict[str, Any] = {KEY: {"label": True}}
    return [
        new_output("display_data", data={"text/plain": f"Figure {label}:"}, metadata=words),
        new_output("display_data", data={"image/png": png}, metadata={KEY: {"figure": label}}),
    ]
