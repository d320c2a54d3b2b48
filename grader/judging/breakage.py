"""What broke in a hidden test, in words for the course's staff: never on a page that a student reads."""

from pathlib import Path

import pytest
from _pytest.fixtures import FixtureLookupError

from grader.text import one_line

LONGEST = 300  # characters of an error's own text
REMEDIES = {
    "FixtureLookupError": "Define the fixture in the hidden file itself: a conftest.py is not read.",
    "ModuleNotFoundError": "Put helpers into reference.py, and ask for the fixture `reference`.",
    "ImportError": "Put helpers into reference.py, and ask for the fixture `reference`.",
    "Skipped": "A hidden test may not be skipped: let it fail, or remove it.",
    "XFailed": "A hidden test may not be expected to fail: let it fail, or remove it.",
    "Exit": "A hidden test may not end pytest: let it fail with pytest.fail.",
    "SystemExit": "A hidden file may not end the program: let its test fail with pytest.fail.",
}


def describe(error: BaseException, folder: Path, fallback: str = "") -> str:
    """Return the type and text of an error, and the last line of a hidden file that led to it.

    Args:
        error: what was raised.
        folder: where the hidden files are.
        fallback: the place to name where no line of theirs is known.
    """
    if isinstance(error, pytest.Collector.CollectError) and error.__cause__ is not None:
        error = error.__cause__  # pytest tells the true error as text of its own
    place = _place(error, folder) or fallback
    text = _text(error)
    said = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return f"{said} ({place})" if place else said


def remedy(detail: str) -> str:
    """Return what to do about what `describe` said, a whole sentence."""
    return REMEDIES.get(detail.partition(":")[0].partition(" (")[0], "Fix it, then grade again.")


def _text(error: BaseException) -> str:
    if isinstance(error, FixtureLookupError):
        return error.msg or f"fixture {error.argname!r} not found"
    if isinstance(error, SyntaxError):
        return one_line(error.msg, LONGEST)
    try:
        return one_line(error, LONGEST)
    except Exception:  # its own __str__ is broken, too
        return ""


def _place(error: BaseException, folder: Path) -> str:
    if isinstance(error, SyntaxError) and error.filename:
        path = Path(error.filename).resolve()
        if path.is_relative_to(folder):
            return f"{path.relative_to(folder)}:{error.lineno}"
    found, step = "", error.__traceback__
    while step is not None:
        path = Path(step.tb_frame.f_code.co_filename).resolve()
        if path.is_relative_to(folder):
            found = f"{path.relative_to(folder)}:{step.tb_lineno}"
        step = step.tb_next
    return found
