"""Which scores of an assignment are final, and what each of the others waits for."""

import math
from dataclasses import dataclass
from html import escape

from grader.reports.grade_sheet import GradeSheet, Row, Standing
from grader.text import number, one_line


@dataclass(frozen=True, slots=True)
class Score:
    """What one student earned.

    Attributes:
        student: the id.
        points: late penalty subtracted; None where there is nothing to export even provisionally.
        waits: why it is not final; empty where it is.
        absent: whether nothing was handed in, so that nobody need do anything.
    """

    student: str
    points: float | None
    waits: str = ""
    absent: bool = False


def read_scores(sheet: GradeSheet) -> dict[str, Score]:
    """Return the scores of an assignment's grade sheet by the student's id."""
    return {row.student: _score(row) for row in sheet.rows}


def summaries(sheet: GradeSheet) -> dict[str, str]:
    """Return a sentence for each student who has a score: the total, each task's points, what lateness took."""
    return {row.student: _summary(sheet, row) for row in sheet.rows if row.total is not None}


def written(points: float) -> str:
    """Return points as a platform takes them: two decimals, a point, rounded as on the feedback page."""
    return f"{round(points, 2) + 0.0:.2f}"


def _summary(sheet: GradeSheet, row: Row) -> str:
    tasks = [
        f"{task.id} {number(row.points[task.id])} of {number(task.max)}"
        for task in sheet.tasks
        if task.id in row.points
    ]
    late = [f"late: {number(row.penalty)} off"] if row.penalty else []
    whole = f"{sheet.assignment}: {number(row.total or 0.0)} of {number(sheet.max)} points"
    return escape(f"{whole} ({', '.join([*tasks, *late])}).")


def _score(row: Row) -> Score:
    if row.standing is Standing.NOTHING:
        return Score(row.student, None, "nothing handed in", absent=True)
    if row.standing is Standing.NOT_GRADED:
        return Score(row.student, None, "not graded yet")
    if row.total is None or not math.isfinite(row.total):
        return Score(row.student, None, f"{row.standing.value}, without a score{_because(row)}")
    return Score(row.student, row.total, _waits(row))


def _waits(row: Row) -> str:
    """Return why a score is not final."""
    if row.pending:
        return f"waits for a person's mark: {', '.join(row.pending)}"
    if row.marked_before:
        return f"marked by hand before the latest run, look again: {', '.join(row.marked_before)}"
    if row.standing is Standing.GRADED or (row.standing is Standing.INTERNAL_ERROR and _only_unjudged(row)):
        return ""
    return f"{row.standing.value}{_because(row)}"


def _only_unjudged(row: Row) -> bool:
    """Whether tasks that no test could judge are all that was wrong, so that a person's marks make it final."""
    return row.result is not None and any(task.unjudged for task in row.result.tasks)


def _because(row: Row) -> str:
    return f": {one_line(row.reason, 120)}" if row.reason else ""
