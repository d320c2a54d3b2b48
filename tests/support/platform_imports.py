"""What each learning platform makes of a table that is uploaded: its own rules, written anew from its source.

Canvas: lib/gradebook_importer.rb. Moodle: mod/assign/feedback/offline/importgradeslib.php and locallib.php, and
unformat_float(). Blackboard: its help page on working offline. No live platform was tried.
"""

import csv
import io
import re
from dataclasses import dataclass, field


@dataclass
class Imported:
    """What an upload changes: scores by student, and what nobody wants to happen."""

    scores: dict[str, float] = field(default_factory=dict)
    other: dict[tuple[str, str], str] = field(default_factory=dict)  # (student, column) of other columns
    cleared: list[str] = field(default_factory=list)
    new_columns: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)


@dataclass
class CanvasCourse:
    """What Canvas has: titles by id, students by id as (sortable name, login), its scores, columns of its own."""

    assignments: dict[int, str]
    students: dict[int, tuple[str, str]]
    scores: dict[tuple[int, int], str] = field(default_factory=dict)
    custom: tuple[str, ...] = ("Notes",)


def into_canvas(data: bytes, course: CanvasCourse, watched: int) -> Imported:
    """Upload a gradebook; changes of the watched assignment are scores, of the others ``other``."""
    text = data.decode("utf-8")
    rows = [
        row for row in csv.reader(io.StringIO(text, newline=""), delimiter=_canvas_delimiter(text), strict=True) if row
    ]
    rows = [[_canvas_number(cell) for cell in row] for row in rows]
    header, done = rows[0], Imported()
    assert len(header) > 3
    assert "Student" in header[0]
    assert "ID" in header[1]
    login = 2 if "SIS Login ID" in header[2] else 3
    first = header.index("Section") + 1
    places: dict[int, int] = {}
    for name in header[first:]:
        if name in course.custom or re.search(
            "(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)", name
        ):
            continue
        found = re.fullmatch(r"(.*)\s\((\d+)\)", name)
        known = int(found[2]) if found and int(found[2]) in course.assignments else None
        known = known or next((id for id, title in course.assignments.items() if title == name), None)
        if known is None:
            done.new_columns.append(name)
        else:
            places[known] = header.index(name)
    for row in rows[1:]:
        if "Points Possible" in row[0] or all(
            re.fullmatch(r"(?i)\s*(Muted|Manual Posting.*)?\s*", cell) for cell in row
        ):
            continue
        student = int(row[1]) if row[1].isdigit() and int(row[1]) in course.students else None
        student = student or next((id for id, (_, name) in course.students.items() if name == row[login]), None)
        student = student or next((id for id, (name, _) in course.students.items() if name == row[0]), None)
        if student is None:
            done.unknown.append(row[0])
            continue
        for assignment, place in places.items():
            old, new = course.scores.get((student, assignment), ""), row[place].strip()
            if _canvas_same(old, new):
                continue
            if not new:
                done.cleared.append(f"{student} {assignment}")
            elif assignment == watched:
                done.scores[str(student)] = float(new)
            else:
                done.other[str(student), str(assignment)] = new
    return done


def _canvas_delimiter(text: str) -> str:
    lines = text.splitlines()[:3]
    counts = {}
    for sign in ";,":
        widths = {len(next(csv.reader([line], delimiter=sign))) for line in lines}
        counts[sign] = widths.pop() if len(widths) == 1 else 0
    return ";" if counts[";"] > counts[","] else ","


def _canvas_number(cell: str) -> str:
    if not re.fullmatch("-?[0-9.,]+%?", cell):
        return cell
    *whole, last = re.split("[,.]", cell)
    return f"{''.join(whole)}.{last}" if whole else last


def _canvas_same(old: str, new: str) -> bool:
    if old == new or (old in ("", "-") and new in ("", "-")):
        return True
    if not old or not new or "EX" in (old.upper(), new.upper()):
        return False
    return f"{float(old):.2f}" == f"{float(new):.2f}"


@dataclass
class MoodleAssignment:
    """What Moodle has: people by participant number, its maximum, grades, locked people, and its language's words."""

    people: dict[int, str]
    maximum: float = 100.0
    grades: dict[str, float] = field(default_factory=dict)
    locked: tuple[str, ...] = ()
    words: tuple[str, str, str, str] = ("Participant", "Identifier", "Grade", "Last modified (grade)")
    comments: str = "Feedback comments"
    decimal: str = "."


def into_moodle(data: bytes, assignment: MoodleAssignment, separator: str = ",", encoding: str = "utf-8") -> Imported:
    """Upload a grading worksheet, with the box ticked that allows updating records modified more recently."""
    participant, identifier, grade, modified = assignment.words
    text = data.decode(encoding).removeprefix("\ufeff")
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    done = Imported()
    place = {name: index for index, name in enumerate(header)}
    assert {identifier, grade, modified} <= set(place), "Moodle: the file could not be read"
    assert all(len(row) == len(header) for row in rows), "Moodle: csvweirdcolumns"
    for row in rows:
        number = row[place[identifier]][len(participant) :].strip()
        person = assignment.people.get(int(number)) if number.isdigit() else None
        if person is None:
            done.unknown.append(row[place[identifier]])
            continue
        given = row[place[grade]].replace(" ", "").replace(assignment.decimal, ".")
        old = assignment.grades.get(person)
        value = float(re.match(r"-?[0-9.]*", given)[0] or 0) if given else None  # type: ignore[index]
        if value is None or value < 0:
            continue
        if value == 0 or value == old:
            done.skipped[person] = "not modified"
        elif person in assignment.locked:
            done.skipped[person] = "locked"
        elif value > assignment.maximum:
            done.skipped[person] = "out of range"
        else:
            done.scores[person] = value
        if assignment.comments in place and row[place[assignment.comments]]:
            done.other[person, "comments"] = row[place[assignment.comments]]
    return done


def into_blackboard(data: bytes, users: set[str], columns: set[str]) -> Imported:
    """Upload a grade centre file; every column that changes nothing known is a new one of text."""
    utf_16 = data.startswith(b"\xff\xfe")
    text = data.decode("utf-16" if utf_16 else "utf-8-sig")
    separator = "\t" if utf_16 or "\t" in text.splitlines()[0] else ","
    if separator == ",":
        assert all(re.fullmatch(r'("(?:[^"]|"")*"(,|$))+', line) for line in text.splitlines()), "not all in quotes"
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    done = Imported()
    places = {}
    for index, name in enumerate(header):
        found = re.search(r"\|(\d+)$", name)
        if found and found[1] in columns:
            places[found[1]] = index
        elif name not in ("Last Name", "First Name", "Username", "Student ID", "Last Access", "Availability"):
            done.new_columns.append(name)
    for row in rows:
        user = row[header.index("Username")]
        if user not in users:
            done.unknown.append(user)
            continue
        for column, index in places.items():
            if row[index]:
                done.other[user, column] = row[index]
    return done
