"""What a table of grades may hold, as a spreadsheet reads it."""

from grader.pages import plain

_FORMULA = ("=", "+", "-", "@", "\t", "\n", "\r", *"\uff1d\uff0b\uff0d\uff20")


def defused(cell: float | str | None) -> float | str:
    """The cell as a spreadsheet may read it: text that would start a formula gets an apostrophe before it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = plain(cell)
        return "'" + text if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text
    rounded = round(cell, 4)
    return int(rounded) if rounded == int(rounded) else rounded
