"""Who is meant: the student whom a platform's ids, logins and addresses name, if they name one."""

import re
from collections.abc import Iterable

from grader.handin.item import Sender
from grader.roster import Roster, Student
from grader.text import one_line

ANY = ("id", "login", "github", "lms_user_id", "address")
CALLED = {"address": "address", "lms_user_id": "platform's number", "login": "login", "github": "GitHub login"}


def sender(roster: Roster, keys: Iterable[tuple[str, str]], name: str = "") -> tuple[Sender | None, str]:
    """Return whom some keys name, and why that cannot be told: if two of them name different students.

    Args:
        roster: the class list.
        keys: columns of the roster and values, the most reliable first; empty values do not count.
        name: the full name beside them.

    Returns:
        A key of the one student, or the first key if the roster knows none.
    """
    given = [(column, value) for column, value in keys if value.strip()]
    found: dict[str, tuple[str, str]] = {}
    for column, value in given:
        if student := roster.by(column, value):
            found.setdefault(student.id, (column, value))
    if len(found) > 1:
        shown = (
            f"the {CALLED.get(column, column)} {one_line(value, 60)!r} is {who}'s"
            for who, (column, value) in found.items()
        )
        return None, f"it names two students: {', '.join(shown)}"
    key = next(iter([*found.values(), *given]), None)
    return (Sender(*key, name=name), "") if key else (None, "nothing in it names a student")


def student(roster: Roster, value: str, columns: Iterable[str] = ANY) -> tuple[Student | None, str]:
    """Return the student whom a value names, in whichever of some columns, and why none is returned."""
    found = {one.id: one for column in columns for one in roster.all_by(column, value)}
    if len(found) > 1:
        return None, f"{one_line(value, 60)!r} can be {' or '.join(sorted(found))}"
    return next(iter(found.values()), None), f"{one_line(value, 60)!r} names nobody in {roster.file.name}"


def letters(text: str) -> str:
    """Return the word characters of a text without case, as Canvas writes names."""
    return re.sub(r"[^\w]", "", text).casefold()
