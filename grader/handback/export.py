"""Final scores put into a platform's own table: what is filled in, and what is left as it is and why."""

from collections.abc import Mapping

from grader.course import CONFIG, Course
from grader.errors import CourseError
from grader.handback import blackboard_table, canvas_table, moodle_table, plain_table
from grader.handback.filling import Export, Filling, Notice, Wish, fill_row, not_written, tell_provisional
from grader.handback.layout import Format, Layout, Line
from grader.handback.matching import grouped
from grader.handback.scores import Score, written
from grader.handback.table import read_table
from grader.roster import Roster, Student

FORMATS = {each.FORMAT.name: each.FORMAT for each in (moodle_table, canvas_table, blackboard_table, plain_table)}


def column_name(course: Course, assignment: str, given: str | None = None) -> str:
    """Return what the platform calls an assignment: as given, as ``c.Export.column`` says, or as it is called here.

    Raises:
        CourseError: the setting is not a name for each assignment.
    """
    names = course.config.get("Export", {}).get("column", {})
    if not isinstance(names, dict) or not all(isinstance(name, str) and name for name in names.values()):
        remedy = 'Write it like this: c.Export.column = {"hw3": "Homework 3 (12345)"}.'
        raise CourseError(CONFIG, "c.Export.column is not a name for each assignment", remedy)
    return given or str(names.get(assignment, assignment))


def with_all(roster: Roster, scores: Mapping[str, Score]) -> Roster:
    """Return the class list with everybody who has a score; who is not in it is known by the id alone."""
    known = {student.id for student in roster.students}
    missing = tuple(Student(name) for name in scores if name not in known)
    return Roster((*roster.students, *missing), roster.file)


def fill(data: bytes, name: str, kind: Format, roster: Roster, wish: Wish) -> Export:
    """Put scores into a platform's table.

    Args:
        data: the table, as the platform gave it.
        name: what messages call it.
        kind: the platform.
        roster: the class list.
        wish: what is exported.

    Raises:
        CourseError: the platform could not read the table, or nobody in it is known.
    """
    _refuse_other(data, name, kind)
    table = read_table(data, name, kind.delimiter)
    layout = kind.lay_out(table, wish.column)
    everybody = with_all(roster, wish.scores)
    rows, nobody = grouped(everybody, layout.lines)
    if not rows:
        why = f" ({nobody[0][0].shown}, line {nobody[0][0].number}: {nobody[0][1]})" if nobody else ""
        remedy = f"Put the platform's ids, logins or addresses into {roster.file.name}."
        raise CourseError(name, f"none of its {len(layout.lines)} rows is a known student's{why}", remedy)
    filling = Filling()
    for student in everybody.students:
        fill_row(filling, table, layout, wish, student.id, rows.get(student.id, []))
    for line, why in nobody:
        filling.notices.append(Notice(_row(line), why, attention=not line.extra))
    filled, notices = filling.filled, tuple(filling.notices)
    notes = [*layout.notes, *_maxima(layout, wish), *_zeros(kind, filled)]
    changed = table.replaced(filling.cells, layout.quoted)
    return Export(changed, table.header[layout.column], filled, len(layout.lines), notices, tuple(notes))


def make(roster: Roster, wish: Wish) -> Export:
    """Make a plain table of our own, with a row for each student who has a score."""
    filling = Filling()
    rows = []
    everybody = with_all(roster, wish.scores).students
    for student in everybody:
        score = wish.scores.get(student.id, Score(student.id, None, "nothing handed in", absent=True))
        why = not_written(score, wish.maximum, wish.provisional) or plain_table.key_problem(student)
        if why or score.points is None:
            filling.notices.append(Notice(student.id, why, attention=not score.absent))
            continue
        tell_provisional(filling, score)
        filling.filled[student.id] = written(score.points)
        rows.append((student, written(score.points)))
    text = plain_table.fresh(rows, written(wish.maximum))
    return Export(text.encode("utf-8"), "score", filling.filled, len(everybody), tuple(filling.notices))


def _refuse_other(data: bytes, name: str, kind: Format) -> None:
    """Refuse a table that is another platform's."""
    if kind is not plain_table.FORMAT and _is(kind, data, name):
        return
    for other in FORMATS.values():
        if other not in (plain_table.FORMAT, kind) and _is(other, data, name):
            raise CourseError(name, f"this is {other.called}, not {kind.called}", f"Use --to {other.name}.")


def _is(kind: Format, data: bytes, name: str) -> bool:
    """Whether a file is a platform's, read as this platform reads it."""
    try:
        return kind.fits(read_table(data, name, kind.delimiter))
    except CourseError:
        return False


def _maxima(layout: Layout, wish: Wish) -> list[str]:
    """Return a note if the platform counts other points than the assignment has."""
    theirs = sorted({line.maximum for line in layout.lines if line.maximum is not None} - {wish.maximum})
    if not theirs:
        return []
    points = f"The assignment has {written(wish.maximum)} points here, and {written(theirs[-1])} on the platform"
    return [f"{points}: scores are not scaled."]


def _zeros(kind: Format, filled: Mapping[str, str]) -> list[str]:
    zeros = [student for student, score in filled.items() if float(score) == 0]
    if kind.name != "moodle" or not zeros:
        return []
    return [f"Recent Moodle ignores a grade of 0 in a worksheet. After the upload, look at: {', '.join(zeros)}."]


def _row(line: Line) -> str:
    return f"{line.shown} (line {line.number})"
