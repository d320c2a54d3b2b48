"""What a student is told of an error that came while hidden tests asked: words of ours, and lines they wrote before.

Code that is being asked knows the question, and could raise it as an error. So its type is one of a fixed set, its line
one of the notebook's, and of its text only what a template says; no number of its making is told.
"""

import builtins
import re
from collections.abc import Iterable
from typing import Any

from grader.errors import StudentRaised
from grader.kernel.error_templates import SLOTS, TEMPLATES
from grader.text import one_line

ERRORS = frozenset(
    {name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)}
    | {"LinAlgError", "AxisError", "_ArrayMemoryError", "_UFuncNoLoopError", "_UFuncBinaryResolutionError"}
    | {"OutOfMemoryError", "UnsupportedOperation", "CellTimeoutError"}
)
TYPES = frozenset(
    {name for name, value in vars(builtins).items() if isinstance(value, type) and name.islower()}
    | {"function", "method", "module", "generator", "builtin_function_or_method", "NoneType", "ellipsis"}
    | {"ndarray", "numpy.ndarray", "Tensor", "torch.Tensor", "Parameter", "Generator", "RandomState", "matrix"}
    | {"Linear", "Sequential", "Softplus", "ModuleList", "ParameterList", "Module", "dtype", "device", "Size"}
    | {f"{name}{size}" for name in ("float", "int", "uint", "complex", "bfloat") for size in (8, 16, 32, 64, 128)}
    | {f"numpy.{name}{size}" for name in ("float", "int") for size in (16, 32, 64)}
)
MODULES = frozenset({"numpy", "torch", "torch.nn", "torch.nn.functional", "numpy.random", "numpy.linalg", "math"})
LITERAL = re.compile(r"""(?P<quote>["'])(?P<text>(?:(?!(?P=quote)).)+)(?P=quote)""")
WITHHELD = "Its text is not shown, since hidden tests were asking"
REFUSED = {
    "depth": "The answer is nested too deep",
    "halves": "The answer is text with halves of characters",
    "size": "The answer is an array too large to judge",
    "type": "The answer is {}, not plain numbers",
    "dtype": "The answer is an array whose elements are {}, not numbers",
}
LONGEST = 200  # characters of a line
MOST_TEXT = 300  # of what the kernel says


def raised(error: dict[str, Any], cells: Iterable[str]) -> StudentRaised:
    """Return the student's error in words that hold nothing of a question.

    Args:
        error: what the kernel says of it: type, text and line.
        cells: the sources of the notebook's cells, by which its lines are known.

    Raises:
        TypeError, KeyError: it is of another form.
    """
    kind, text, line = (_text(error[key]) for key in ("type", "text", "line"))
    line = _known(line, cells)
    told = _told(kind, text, line)
    said = (kind if kind in ERRORS else "an error of its own") + (f": {told}" if told else "")
    place = f", in the line `{line}`" if line else ""
    return StudentRaised("submission", f"Your code raised {said}{place}", f"{WITHHELD}." if text and not told else "")


def refused(reason: Any) -> str:
    """Why an answer is none, in words, from the code and detail that the kernel gave.

    Raises:
        TypeError, KeyError, ValueError: it is no such pair.
    """
    code, detail = (_text(part) for part in reason)
    known = "str" if detail.startswith("<U") else detail.removeprefix("torch.")
    return REFUSED[code].format(f"of type {known}" if known in TYPES else "something else")


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError("no text")
    return value[:MOST_TEXT]


def _known(line: str, cells: Iterable[str]) -> str:
    """Return the line, if it is one of the notebook's and says anything."""
    lines = (own.strip() for cell in cells for own in cell.splitlines())
    found = next((own for own in lines if own[:LONGEST] == line[:LONGEST]), "") if re.search(r"\w", line) else ""
    return one_line(found, LONGEST)


def _told(kind: str, text: str, line: str) -> str:
    """Return what is told of an error's text: itself where it stands in the line, else the words of its template."""
    if text in {match["text"] for match in LITERAL.finditer(line)}:
        return one_line(text, LONGEST)
    for template in TEMPLATES:
        if kind in template.types and (match := template.pattern.match(text)):
            slots = {name: _slot(name, value or "", line) for name, value in match.groupdict().items()}
            return template.words.format(**slots)
    return ""


def _slot(name: str, value: str, line: str) -> str:
    known = {"type": TYPES, "other": TYPES, "module": MODULES}.get(name, frozenset())
    last = value.rpartition(".")[2]
    if value in known:
        return f"'{value}'"
    stands = bool(last) and name not in ("type", "other") and re.search(rf"(?<!\w){re.escape(last)}(?!\w)", line)
    return f"'{last}'" if stands else SLOTS[name]
