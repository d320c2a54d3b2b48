"""The class report of one assignment: a page to read and a table to import, written from the roster."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd

from grader.pages.render import render
from grader.reports.links import Links, feedback_links
from grader.reports.roster import Roster, Row
from grader.reports.tallies import Summary, spread, summarise, tally
from grader.storage import atomic
from grader.text import defused, plain

BY_HAND = "by hand"
_AROUND = ("student", "name", "total", "max", "status", "reason", "late_hours", "late_penalty", "set_by_hand")


@dataclass(frozen=True, slots=True)
class Report:
    """The files of a class report, and its counts."""

    page: Path
    grades: Path
    summary: Summary


def write_report(root: Path, roster: Roster, time_zone: tzinfo = UTC) -> Report:
    """Write ``reports/<assignment>/index.html`` and ``grades.csv`` of the course folder ``root``.

    Args:
        root: the course's folder.
        roster: the class.
        time_zone: the zone of the times on the page.
    """
    folder = root / "reports" / roster.assignment
    report = Report(folder / "index.html", folder / "grades.csv", summarise(roster))
    atomic.write_text(report.page, page_html(roster, feedback_links(root, roster), time_zone))
    atomic.write_text(report.grades, grades_csv(roster))
    return report


def class_table(roster: Roster) -> pd.DataFrame:
    """Student, points per task, total and status; NaN where unknown; rich's markup is left to be escaped."""
    rows = [[plain(row.student), *_cells(roster, row), row.total, row.standing.value] for row in roster.rows]
    frame = pd.DataFrame(rows, columns=["student", *_task_columns(roster), "total", "status"])
    return frame.fillna(np.nan).round(2)


def grades_csv(roster: Roster) -> str:
    """Return the table of grades as CSV: text quoted and never a formula, numbers bare, unknown points empty."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([defused(name) for name in (*_AROUND[:2], *_task_columns(roster), *_AROUND[2:])])
    for row in roster.rows:
        ends = [
            row.total,
            roster.max,
            row.standing.value,
            row.reason,
            row.late_hours,
            row.penalty,
            "; ".join(row.set_by_hand),
        ]
        writer.writerow([defused(cell) for cell in (row.student, row.name, *_cells(roster, row), *ends)])
    return table.getvalue()


def page_html(roster: Roster, links: Links | None = None, time_zone: tzinfo = UTC) -> str:
    """Return the report as one page that needs no other file.

    Args:
        roster: the class.
        links: the feedback pages there are.
        time_zone: the zone of its times.
    """
    totals = [row.total for row in roster.rows if row.total is not None]
    drawn = _figures()
    points = {
        task.id: [row.points[task.id] for row in roster.rows if row.total is not None and _marked(row, task.id)]
        for task in roster.tasks
    }
    shares = [(plain(task.id), [p / task.max for p in points[task.id]]) for task in roster.tasks if task.max]
    return render(
        "report.html.j2",
        roster=roster,
        summary=summarise(roster),
        links=links or {},
        due=roster.due.replace(tzinfo=UTC).astimezone(time_zone) if roster.due else None,
        written=datetime.now(time_zone),
        zone=str(time_zone),
        totals=spread(totals),
        drawn=drawn is not None,
        totals_figure=drawn.totals_figure(totals, roster.max) if drawn and totals else "",
        tasks=[(task, spread(points[task.id]), points[task.id]) for task in roster.tasks],
        tasks_figure=drawn.tasks_figure(shares) if drawn and totals and shares else "",
        tallies=tally(roster),
        late=sorted((row for row in roster.rows if row.late_hours), key=lambda row: -(row.late_hours or 0)),
    )


def _figures() -> ModuleType | None:
    """Return the module that draws; None where matplotlib, which is the homework's, is not installed."""
    try:
        from grader.reports import figures
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] != "matplotlib":
            raise
        return None
    return figures


def _marked(row: Row, task: str) -> bool:
    return task in row.points and task not in row.pending


def _task_columns(roster: Roster) -> list[str]:
    ids = [plain(task.id) for task in roster.tasks]
    return [f"task {name}" if name in _AROUND else name for name in ids]


def _cells(roster: Roster, row: Row) -> list[float | str | None]:
    return [BY_HAND if task.id in row.pending else row.points.get(task.id) for task in roster.tasks]
