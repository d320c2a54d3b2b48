"""What is put into a platform's table and what is left: the nouns of an export, and the rule for one student."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.handback.layout import EMPTY, Layout, Line, number
from grader.handback.scores import Score, written
from grader.handback.table import Table


@dataclass(frozen=True, slots=True)
class Notice:
    """What became of one student or row, and whether a person has to do something about it."""

    who: str
    what: str
    attention: bool = True


@dataclass(frozen=True, slots=True)
class Export:
    """What an export makes.

    Attributes:
        data: the whole file.
        column: the header of the column that is filled in.
        filled: the students whose score is in the file, by id, as it is written there.
        rows: how many rows of students the table has.
        notices: rows and students that need a word, each at most once for each word.
        notes: what holds for the whole table.
    """

    data: bytes
    column: str
    filled: dict[str, str]
    rows: int
    notices: tuple[Notice, ...]
    notes: tuple[str, ...] = ()

    @property
    def attention(self) -> bool:
        """Whether a person has to do something."""
        return any(notice.attention for notice in self.notices)


@dataclass(slots=True)
class Filling:
    """An export while it is made: cells by row and column, and the rest as `Export` has it."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    filled: dict[str, str] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is exported.

    Attributes:
        column: what the platform calls the assignment.
        scores: of all students, by id.
        comments: what to write beside the scores, by id; nothing where that is not wanted.
        maximum: the points of all tasks together.
        provisional: also write scores that wait for something.
    """

    column: str
    scores: Mapping[str, Score]
    comments: Mapping[str, str]
    maximum: float
    provisional: bool = False


def fill_row(filling: Filling, table: Table, layout: Layout, wish: Wish, student: str, lines: list[Line]) -> None:
    """Fill in the row of one student, or say why not."""
    score = wish.scores.get(student, Score(student, None, "nothing handed in", absent=True))
    if not lines:
        have = ", and so the score is nowhere" if score.points is not None else f" ({score.waits})"
        filling.notices.append(Notice(student, f"not in {table.name}{have}", attention=not score.absent))
        return
    if len(lines) > 1:
        places = " and ".join(str(line.number) for line in lines)
        what = f"{len(lines)} rows are this student's (lines {places}), and none is filled in"
        filling.notices.append(Notice(student, what))
        return
    line = lines[0]
    why = not_written(score, wish.maximum if line.maximum is None else line.maximum, wish.provisional)
    if not why and line.closed:
        why = f"{line.closed}; the score here is {written(score.points or 0.0)}"
    if why or score.points is None:
        old = table.rows[line.row].values[layout.column].strip()
        kept = f" ({old} stays in the table)" if old not in EMPTY and not line.closed else ""
        filling.notices.append(Notice(student, why + kept, attention=not score.absent))
        return
    tell_provisional(filling, score)
    _write(filling, table, layout, line, score, wish.comments.get(student, ""))


def _write(filling: Filling, table: Table, layout: Layout, line: Line, score: Score, comment: str) -> None:
    """Write score and comment into a row; a cell that says the same number stays as it is, and so does any comment."""
    cells = table.rows[line.row].values
    assert score.points is not None  # the caller has looked
    new, old = written(score.points), cells[layout.column].strip()
    filling.filled[score.student] = new
    if number(old) is None or written(number(old) or 0.0) != new:
        filling.cells[line.row, layout.column] = new
        if old not in EMPTY:
            filling.notices.append(Notice(score.student, f"{old} is replaced by {new}", attention=False))
    if not comment or layout.comments is None:
        return
    if not cells[layout.comments].strip():
        text = comment.encode(table.encoding, "replace").decode(table.encoding)
        filling.cells[line.row, layout.comments] = text
    elif cells[layout.comments].strip() != comment:
        filling.notices.append(Notice(score.student, "has a comment already, which stays as it is", attention=False))


def not_written(score: Score, maximum: float, provisional: bool) -> str:
    """Return why a score is not written, empty where it is.

    Args:
        score: of one student.
        maximum: the most points that may be written.
        provisional: also write one that waits for something.
    """
    if score.points is None or (score.waits and not provisional):
        return score.waits
    if round(score.points, 2) > round(maximum, 2):
        return f"{written(score.points)} is more than the maximum of {written(maximum)}"
    return ""


def tell_provisional(filling: Filling, score: Score) -> None:
    """Note that a score is written although it waits for something."""
    if score.waits:
        filling.notices.append(Notice(score.student, f"provisional: {score.waits}"))
