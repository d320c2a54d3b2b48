"""How an error raised while a hidden test runs is described to the student: in fixed words, and lines of the notebook.

The student's code sees the question, and could raise it as an error. So the error's type is shown only if it is in a
fixed set, its line only if the notebook has it, and its text only as a template rewords it, without any number.
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
WITHHELD = "Its message is not shown, because a hidden test was running"
REFUSED = {
    "depth": "The answer is nested too deeply",
    "surrogates": "The answer is text with lone surrogates",
    "size": "The answer is an array that is too large to judge",
    "type": "The answer is {}, not plain numbers",
    "dtype": "The answer is an array whose elements are {}, not numbers",
}
LONGEST = 200  # characters of a line
MOST_TEXT = 300  # of what the kernel sends


def raised(error: dict[str, Any], cells: Iterable[str]) -> StudentRaised:
    """Return the student's error in words that reveal nothing of a question.

    Args:
        error: the kernel's description of it: type, text and line.
        cells: the sources of the notebook's cells, to recognise its lines.

    Raises:
        TypeError, KeyError: the description is malformed.
    """
    kind, text, line = (_text(error[key]) for key in ("type", "text", "line"))
    line = _known(line, cells)
    explanation = _explanation(kind, text, line)
    name = (kind if kind in ERRORS else "an error of a type of its own") + (f": {explanation}" if explanation else "")
    place = f", in the line `{line}`" if line else ""
    remedy = f"{WITHHELD}." if text and not explanation else ""
    return StudentRaised("submission", f"Your code raised {name}{place}", remedy)


def refused(reason: Any) -> str:
    """Return in words why an answer was refused, from the code and detail that the kernel sent.

    Raises:
        TypeError, KeyError, ValueError: it is not such a pair.
    """
    code, detail = (_text(part) for part in reason)
    known = "str" if detail.startswith("<U") else detail.removeprefix("torch.")
    return REFUSED[code].format(f"of type {known}" if known in TYPES else "something else")


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError("not a string")
    return value[:MOST_TEXT]


def _known(line: str, cells: Iterable[str]) -> str:
    """Return the line if it is one of the notebook's and holds a word; otherwise an empty string."""
    lines = (own.strip() for cell in cells for own in cell.splitlines())
    found = next((own for own in lines if own[:LONGEST] == line[:LONGEST]), "") if re.search(r"\w", line) else ""
    return one_line(found, LONGEST)


def _explanation(kind: str, text: str, line: str) -> str:
    """Return what is shown of an error's text: the text itself if the line quotes it, else its template's words."""
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
    in_line = bool(last) and name not in ("type", "other") and re.search(rf"(?<!\w){re.escape(last)}(?!\w)", line)
    return f"'{last}'" if in_line else SLOTS[name]
