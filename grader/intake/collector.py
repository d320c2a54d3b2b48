"""What is kept of outputs and attachments while a notebook's file is parsed: pictures, and whether each cell ran."""

import re
from typing import Any

from grader.intake.shortened import MARK
from grader.notebooks import OWN, SUCCEEDED
from grader.pictures import EMBEDDED, MAX_ATTACHED, MAX_CHARACTERS, MAX_PICTURES

LEFT_OUT = "Submitted figures were left out because they are too many or too large: {count}."
ATTACHED_LEFT_OUT = "Pictures attached to text cells were left out because they are too many or too large: {count}."
UNSHOWN = re.compile(r"(?:text|application|audio|video)/")  # kinds of outputs that are not kept
OTHER_KINDS = (
    "Figures submitted as SVG, PDF or JavaScript cannot be shown; figures drawn while grading take their "
    "place: {count}."
)
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp", "png", "jpeg")  # the last two are of format 3
UNSHOWABLE = re.compile(r"image/|svg$|pdf$|application/(?:pdf|vnd\.(?:plotly|vega|vegalite|bokehjs|holoviews)\w*\b)")
ERRORS = ("error", "pyerr")  # the second is of format 3


class Collector:
    """Collects the pictures of a notebook while its file is parsed, within limits for all of them.

    Of other outputs only this is kept: whether a cell ran to its end without an error.

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
        found.pop(OWN, None)
        if written_out := EMBEDDED.search(_text(found.get("text/html")) or ""):
            found.setdefault("image/png", written_out[1])
        for kind in found:
            if UNSHOWN.match(kind) or (kind == "text" and found.get("output_type") == "stream"):
                found[kind] = None
        if "outputs" in found:
            outputs = found.pop("outputs")
            found[OWN] = {"figures": self._figures(outputs), SUCCEEDED: _succeeded(found, outputs)}
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


def _succeeded(cell: dict[str, Any], outputs: object) -> bool:
    """Whether a cell was run, and without an error, as it was handed in."""
    count = cell.get("execution_count", cell.get("prompt_number"))  # the second is of format 3
    if type(count) is not int or not isinstance(outputs, list):
        return False
    return not any(isinstance(output, dict) and output.get("output_type") in ERRORS for output in outputs)


def _text(value: object) -> str | None:
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    return value if isinstance(value, str) else None
