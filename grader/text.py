"""Text that may come from a student, made fit for a terminal, a page or a table."""

import re
from datetime import datetime

# Control characters, the marks that turn the reading direction round, and halves of surrogate pairs.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# What begins a formula, in the full-width forms too: spreadsheets read them as the plain ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\n", "\r", *"\uff1d\uff0b\uff0d\uff20")


def plain(text: object) -> str:
    """Return the text without what steers a terminal or cannot be written as UTF-8, its lines ended one way."""
    return _UNPRINTABLE.sub("\ufffd", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def brief(text: object, longest: int = 300) -> str:
    """Return the plain text, cut to ``longest`` characters with an ellipsis."""
    cleaned = plain(text).strip()
    return cleaned if len(cleaned) <= longest else cleaned[: longest - 1].rstrip() + "…"


def one_line(text: object, longest: int = 300) -> str:
    """Return the brief text with every run of white space made one space, as Markdown's HTML blocks need it."""
    return " ".join(brief(text, longest).split())


def number(value: float) -> str:
    """Points as a person writes them: 10, 7.5, 3.33."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def moment(time: datetime) -> str:
    """Return a date and time as a person writes them: 1 December 2025, 23:00."""
    return f"{time.day} {time:%B %Y, %H:%M}"


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet would take a cell with this text for a formula."""
    return text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)


def defused(cell: float | str | None) -> float | str:
    """Return the cell as a spreadsheet may read it: text that would start a formula gets an apostrophe before it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = plain(cell)
        return "'" + text if begins_formula(text) else text
    rounded = round(cell, 4)
    return int(rounded) if rounded == int(rounded) else rounded
