"""The figures of a submission: submitted ones are kept, and distinguished from those drawn while grading."""

import re
from collections.abc import Sequence
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from grader.intake.shortened import MARK
from grader.notebooks import OWN
from grader.pictures import EMBEDDED, MAX_ATTACHED, MAX_CHARACTERS, MAX_PICTURES, Album

KEY = OWN  # in the metadata of outputs too
HANDED_IN = "as handed in"
DRAWN = "drawn while grading"
LEFT_OUT = "Submitted figures were left out because they are too many or too large: {count}."
ATTACHED_LEFT_OUT = "Pictures attached to text cells were left out because they are too many or too large: {count}."
UNSHOWN = re.compile(r"(?:text|application|audio|video)/")  # kinds of outputs that are not kept
NOT_DRAWN = re.compile(r"<Figure size \S+ with \d+ Axes>")  # how a figure is shown as text
BROKEN = "Submitted figures cannot be decoded and were left out: {count}."
OTHER_KINDS = (
    "Figures submitted as SVG, PDF or JavaScript cannot be shown; figures drawn while grading take their "
    "place: {count}."
)
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp", "png", "jpeg")  # the last two are of format 3
UNSHOWABLE = re.compile(r"image/|svg$|pdf$|application/(?:pdf|vnd\.(?:plotly|vega|vegalite|bokehjs|holoviews)\w*\b)")


class Collector:
    """Collects the pictures of a notebook while its file is parsed, within limits for all of them.

    Args:
        keeps: whether any is kept.
    """

    def __init__(self, keeps: bool = True) -> None:
        self.keeps = keeps
        self.figures, self.attached = Allowance(MAX_CHARACTERS), Allowance(MAX_ATTACHED)
        self.other_kinds = 0

    def take(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return an object of the file as it is kept; of outputs only figures, as soon as their cell is read."""
        found = dict(pairs)
        found.pop(KEY, None)
        if written_out := EMBEDDED.search(_text(found.get("text/html")) or ""):
            found.setdefault("image/png", written_out[1])
        for kind in found:
            if UNSHOWN.match(kind) or (kind == "text" and found.get("output_type") == "stream"):
                found[kind] = None
        if "outputs" in found:
            found[KEY] = self._figures(found.pop("outputs"))
        if "attachments" in found:
            found["attachments"] = self._attached(found["attachments"])
        return found

    def _figures(self, outputs: object) -> list[str]:
        """Return the pictures in a cell's outputs, as base64 text that has not been checked yet."""
        found: list[str] = []
        for output in outputs if isinstance(outputs, list) and self.keeps else ():
            data = output.get("data", output) if isinstance(output, dict) else None
            if not isinstance(data, dict):
                continue
            text = _text(next((data[kind] for kind in PICTURES if data.get(kind)), None))
            if text is None:
                self.other_kinds += any(UNSHOWABLE.match(kind) for kind in data)
            elif self.figures.holds(text):
                found.append(text)
        return found

    def _attached(self, bundles: object) -> dict[str, dict[str, str]]:
        """Return the pictures that a text cell holds, by name and type."""
        kept: dict[str, dict[str, str]] = {}
        for name, bundle in bundles.items() if isinstance(bundles, dict) and self.keeps else ():
            texts = (
                {kind: text for kind, text in bundle.items() if isinstance(text, str)}
                if isinstance(bundle, dict)
                else {}
            )
            if texts and self.attached.holds(*texts.values()):
                kept[name] = texts
        return kept

    def notes(self) -> list[str]:
        """Return a line for each kind of picture that was not kept."""
        left_out, attached = self.figures.left_out, self.attached.left_out
        counts = ((LEFT_OUT, left_out), (OTHER_KINDS, self.other_kinds), (ATTACHED_LEFT_OUT, attached))
        return [sentence.format(count=count) for sentence, count in counts if count]


class Allowance:
    """How many pictures of one kind are kept while a file is read, and how large.

    Args:
        characters: in base64, of all of them.

    Attributes:
        left_out: how many exceeded the limits.
    """

    def __init__(self, characters: int) -> None:
        self.left_out = 0
        self._pictures, self._characters = MAX_PICTURES, characters

    def holds(self, *texts: str) -> bool:
        """Count a picture, given as base64 in one or several formats; return False if it exceeds the limits."""
        size = sum(map(len, texts))
        if self._pictures < 1 or size > self._characters or MARK in texts:
            self.left_out += 1
            return False
        self._pictures, self._characters = self._pictures - 1, self._characters - size
        return True


def _text(value: object) -> str | None:
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    return value if isinstance(value, str) else None


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
