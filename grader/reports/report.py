"""The class report of one assignment: a page to read and a table to import, written from the sheet."""

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from types import ModuleType

from grader.late.policy import described
from grader.pages.render import render
from grader.reports.grade_sheet import GradeSheet, Row
from grader.reports.links import Links, feedback_links
from grader.reports.tallies import Summary, spread, summarise, tally
from grader.storage import atomic
from grader.text import defused, plain

BY_HAND = "by hand"
_AROUND = (
    *("student", "name", "total", "max", "status", "reason"),
    *("late_hours", "late_penalty", "late_details", "set_by_hand"),
)


@dataclass(frozen=True, slots=True)
class Report:
    """The files of a class report, and its counts."""

    page: Path
    grades: Path
    summary: Summary


def write_report(root: Path, sheet: GradeSheet, time_zone: tzinfo = UTC) -> Report:
    """Write ``reports/<assignment>/index.html`` and ``grades.csv`` of the course folder ``root``.

    Args:
        root: the course's folder.
        sheet: the class.
        time_zone: the zone of the times on the page.
    """
    folder = root / "reports" / sheet.assignment
    report = Report(folder / "index.html", folder / "grades.csv", summarise(sheet))
    atomic.write_text(report.page, page_html(sheet, feedback_links(root, sheet), time_zone))
    atomic.write_text(report.grades, grades_csv(sheet))
    return report


def class_table(sheet: GradeSheet) -> list[dict[str, float | str | None]]:
    """Return a row for each student, points per task, total and status; rich's markup is left to be escaped."""
    columns = ("student", *_task_columns(sheet), "total", "status")
    rows = [(plain(row.student), *_cells(sheet, row), row.total, row.standing.value) for row in sheet.rows]
    return [
        {name: round(cell, 2) if isinstance(cell, float) else cell for name, cell in zip(columns, row, strict=True)}
        for row in rows
    ]


def grades_csv(sheet: GradeSheet) -> str:
    """Return the table of grades as CSV: text quoted and never a formula, numbers bare, unknown points empty."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([defused(name) for name in (*_AROUND[:2], *_task_columns(sheet), *_AROUND[2:])])
    for row in sheet.rows:
        ends = [
            row.total,
            sheet.max,
            row.standing.value,
            row.reason,
            row.late_hours,
            row.penalty,
            row.late,
            "; ".join(row.set_by_hand),
        ]
        writer.writerow([defused(cell) for cell in (row.student, row.name, *_cells(sheet, row), *ends)])
    return table.getvalue()


def page_html(sheet: GradeSheet, links: Links | None = None, time_zone: tzinfo = UTC) -> str:
    """Return the report as one page that needs no other file.

    Args:
        sheet: the class.
        links: the feedback pages there are.
        time_zone: the zone of its times.
    """
    totals = [row.total for row in sheet.rows if row.total is not None]
    drawn = _figures()
    points = {
        task.id: [row.points[task.id] for row in sheet.rows if row.total is not None and _marked(row, task.id)]
        for task in sheet.tasks
    }
    shares = [(plain(task.id), [p / task.max for p in points[task.id]]) for task in sheet.tasks if task.max]
    return render(
        "report.html.j2",
        sheet=sheet,
        summary=summarise(sheet),
        links=links or {},
        due=sheet.due.replace(tzinfo=UTC).astimezone(time_zone) if sheet.due else None,
        written=datetime.now(time_zone),
        zone=str(time_zone),
        totals=spread(totals),
        drawn=drawn is not None,
        totals_figure=drawn.totals_figure(totals, sheet.max) if drawn and totals else "",
        tasks=[(task, spread(points[task.id]), points[task.id]) for task in sheet.tasks],
        tasks_figure=drawn.tasks_figure(shares) if drawn and totals and shares else "",
        tallies=tally(sheet),
        late=sorted(filter(_late, sheet.rows), key=lambda row: (-(row.late_hours or 0), not row.late)),
        late_rule=described(sheet.late.policy) if sheet.late else "",
        untimed=sum(row.late_hours is None and bool(row.late) for row in sheet.rows),
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


def _late(row: Row) -> bool:
    """Whether a submission came after the due date, be it within an extension."""
    return bool(row.late_hours or (row.late and row.late_hours is not None))


def _marked(row: Row, task: str) -> bool:
    return task in row.points and task not in row.pending


def _task_columns(sheet: GradeSheet) -> list[str]:
    ids = [plain(task.id) for task in sheet.tasks]
    return [f"task {name}" if name in _AROUND else name for name in ids]


def _cells(sheet: GradeSheet, row: Row) -> list[float | str | None]:
    return [BY_HAND if task.id in row.pending else row.points.get(task.id) for task in sheet.tasks]
