"""The class report of one assignment: a page to read and a table to import, written from the roster."""

import csv
import io
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy.engine import URL

from grader.figures import tasks_figure, totals_figure
from grader.pages import plain, render
from grader.results import Outcome
from grader.roster import Roster, Row, Standing, read_roster
from grader.spreadsheet import defused

BY_HAND = "by hand"
_AROUND = ("student", "name", "total", "max", "status", "reason", "late_hours", "late_penalty")
# the full-width forms too: spreadsheets read them as the plain ones


@dataclass(frozen=True, slots=True)
class Summary:
    """How many students there are, by what became of them."""

    students: int
    graded: int
    needs_attention: int
    internal_errors: int
    not_graded: int
    nothing: int
    late: int
    by_hand: int  # students with a task that waits for a person's mark


@dataclass(frozen=True, slots=True)
class Report:
    """The files of a class report, and its counts."""

    page: Path
    grades: Path
    summary: Summary


@dataclass(frozen=True, slots=True)
class Spread:
    """Count, quartiles and extremes of some points, which are not empty."""

    count: int
    low: float
    first: float
    median: float
    third: float
    high: float


@dataclass(frozen=True, slots=True)
class TestTally:
    """How one hidden test ended over the class."""

    task: str
    name: str
    counts: dict[Outcome, int]

    __test__ = False  # pytest would collect it

    @property
    def judged(self) -> int:
        """How many submissions the test has judged."""
        return sum(self.counts.values())

    @property
    def shares(self) -> dict[Outcome, float]:
        """The percentage of each outcome."""
        return {outcome: 100 * count / self.judged for outcome, count in self.counts.items()}


def write_report(root: Path, assignment: str, db_url: URL | str | None = None) -> Report:
    """Write ``reports/<assignment>/index.html`` and ``grades.csv`` of the course folder ``root``.

    Raises:
        CourseError: nobody has handed anything in, or the gradebook cannot be read.
    """
    roster = read_roster(root, assignment, db_url)
    folder = root / "reports" / assignment
    folder.mkdir(parents=True, exist_ok=True)
    report = Report(folder / "index.html", folder / "grades.csv", summarise(roster))
    _replace(report.page, page_html(roster))
    _replace(report.grades, grades_csv(roster))
    return report


def class_table(root: Path, assignment: str, db_url: URL | str | None = None) -> pd.DataFrame:
    """Student, points per task, total and status; NaN where unknown; rich's markup is left to be escaped."""
    roster = read_roster(root, assignment, db_url)
    rows = [[plain(row.student), *_cells(roster, row), row.total, row.standing.value] for row in roster.rows]
    frame = pd.DataFrame(rows, columns=["student", *_task_columns(roster), "total", "status"])
    return frame.fillna(np.nan).round(2)


def summarise(roster: Roster) -> Summary:
    """The counts of a class."""
    standings = [row.standing for row in roster.rows]
    return Summary(
        students=len(roster.rows),
        graded=standings.count(Standing.GRADED),
        needs_attention=standings.count(Standing.NEEDS_ATTENTION),
        internal_errors=standings.count(Standing.INTERNAL_ERROR),
        not_graded=standings.count(Standing.NOT_GRADED),
        nothing=standings.count(Standing.NOTHING),
        late=sum(bool(row.late_hours) for row in roster.rows),
        by_hand=sum(bool(row.pending) for row in roster.rows),
    )


def grades_csv(roster: Roster) -> str:
    """The table of grades as CSV: text quoted and never a formula, numbers bare, unknown points empty."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([defused(name) for name in (*_AROUND[:2], *_task_columns(roster), *_AROUND[2:])])
    for row in roster.rows:
        ends = [row.total, roster.max, row.standing.value, row.reason, row.late_hours, row.penalty]
        writer.writerow([defused(cell) for cell in (row.student, row.name, *_cells(roster, row), *ends)])
    return table.getvalue()


def tally(roster: Roster) -> list[TestTally]:
    """The hidden tests, those that the fewest submissions passed first."""
    counts: dict[tuple[str, str], dict[Outcome, int]] = defaultdict(lambda: dict.fromkeys(Outcome, 0))
    for row in roster.rows:
        for task in row.result.tasks if row.result else ():
            for test in task.tests:
                counts[task.id, test.name][test.outcome] += 1
    tallies = [TestTally(task, name, count) for (task, name), count in counts.items()]
    return sorted(tallies, key=lambda test: test.shares[Outcome.PASSED])


def spread(values: Sequence[float]) -> Spread | None:
    """Count, quartiles and extremes, or None of no values."""
    if not values:
        return None
    return Spread(len(values), *(float(cut) for cut in np.percentile(values, [0, 25, 50, 75, 100])))


def page_html(roster: Roster) -> str:
    """The report as one page that needs no other file."""
    totals = [row.total for row in roster.rows if row.total is not None]
    points = {
        task.id: [row.points[task.id] for row in roster.rows if row.total is not None and task.id in row.points]
        for task in roster.tasks
    }
    shares = [(plain(task.id), [p / task.max for p in points[task.id]]) for task in roster.tasks if task.max]
    return render(
        "report.html.j2",
        roster=roster,
        summary=summarise(roster),
        written=datetime.now(UTC),
        totals=spread(totals),
        totals_figure=totals_figure(totals, roster.max) if totals else "",
        tasks=[(task, spread(points[task.id]), points[task.id]) for task in roster.tasks],
        tasks_figure=tasks_figure(shares) if totals and shares else "",
        tallies=tally(roster),
        late=sorted((row for row in roster.rows if row.late_hours), key=lambda row: -(row.late_hours or 0)),
    )


def _task_columns(roster: Roster) -> list[str]:
    ids = [plain(task.id) for task in roster.tasks]
    return [f"task {name}" if name in _AROUND else name for name in ids]


def _cells(roster: Roster, row: Row) -> list[float | str | None]:
    return [BY_HAND if task.id in row.pending else row.points.get(task.id) for task in roster.tasks]


def _replace(path: Path, text: str) -> None:
    """Put the text in the file's place in one step, so that a reader never sees half of it."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text(text, encoding="utf-8", newline="")
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
