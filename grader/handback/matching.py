"""Whom a row of a platform's table is about: a key of the class list decides, a name alone never against a key."""

from collections import defaultdict
from collections.abc import Iterable

from grader.handback.layout import EMPTY, Key, Line
from grader.roster import Roster, Student, comparable
from grader.text import begins_formula


def whose(roster: Roster, line: Line) -> tuple[Student | None, str]:
    """Return the student whom a row is about, or None and why it is nobody's."""
    keys = [key for key in line.keys if key.value.strip() not in EMPTY]
    for key in keys:
        if begins_formula(key.value):
            return None, f"its {key.called} {key.value!r} begins like a formula, which a spreadsheet would execute"
    named: dict[str, tuple[Student, Key]] = {}
    for key in keys:
        if student := _named(roster, key):
            named.setdefault(student.id, (student, key))
    if len(named) > 1:
        what = " and ".join(f"its {key.called} {key.value!r} is that of {name}" for name, (_, key) in named.items())
        return None, what
    if named:
        return next(iter(named.values()))[0], ""
    return _by_name(roster, line, keys)


def grouped(roster: Roster, lines: Iterable[Line]) -> tuple[dict[str, list[Line]], list[tuple[Line, str]]]:
    """Return the rows of each student by id, and the rows that are nobody's with the reasons."""
    rows: dict[str, list[Line]] = defaultdict(list)
    nobody = []
    for line in lines:
        student, why = whose(roster, line)
        if student:
            rows[student.id].append(line)
        else:
            nobody.append((line, why))
    return dict(rows), nobody


def _named(roster: Roster, key: Key) -> Student | None:
    """Return the student whom one cell names; by the id only if no login of the student says otherwise."""
    for column in key.columns:
        student = roster.by(column, key.value)
        if student and not (column == "id" and "login" in key.columns and student.login):
            return student
    return None


def _by_name(roster: Roster, line: Line, keys: list[Key]) -> tuple[Student | None, str]:
    """Return whom the full name means where no key does, if that may be and nothing speaks against it."""
    if line.by_name and any(begins_formula(name) for name in line.names):
        return None, f"the name {line.names[0]!r} begins like a formula, which a spreadsheet would execute"
    found = {student.id: student for name in line.names for student in roster.all_by("name", name)}
    tried = [key for key in keys if key.columns]
    written = ", ".join(f"{key.called} {key.value!r}" for key in tried)
    if len(found) > 1:
        return None, f"{' and '.join(found)} have this name{f', and none of them {written}' if written else ''}"
    if not found:
        return None, f"nobody in {roster.file.name}{f' ({written})' if written else ''}"
    student = next(iter(found.values()))
    against = [key for key in tried if _differs(student, key)]
    if line.by_name and not against:
        return student, ""
    return None, f"nobody in {roster.file.name} has {written or 'this name'}; by the name it may be {student.id}"


def _differs(student: Student, key: Key) -> bool:
    """Whether the class list has another value for the student than a cell; the id is ours, and says nothing."""
    for column in key.columns:
        known = student.addresses if column == "address" else () if column == "id" else (getattr(student, column),)
        if any(known) and comparable(key.value) not in map(comparable, known):
            return True
    return False
