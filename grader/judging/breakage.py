"""Describes errors inside hidden tests for the course's staff; students never see these texts."""

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
    """Return the type and text of an error, and the last line of a hidden file in its traceback.

    Args:
        error: what was raised.
        folder: where the hidden files are.
        fallback: the place to name if the traceback holds no line of a hidden file.
    """
    if isinstance(error, pytest.Collector.CollectError) and error.__cause__ is not None:
        error = error.__cause__  # pytest wraps the original error
    place = _place(error, folder) or fallback
    text = _text(error)
    said = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return f"{said} ({place})" if place else said


def remedy(detail: str) -> str:
    """Return a sentence on how to fix the error that `describe` described."""
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
