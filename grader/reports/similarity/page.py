"""The page and the table of likenesses, for staff only: ``similar.html`` and ``similar.json`` in reports/."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from grader.course import Course
from grader.pages.render import render
from grader.reports.similarity.calibration import most_probable
from grader.reports.similarity.findings import Findings, Person, Side
from grader.storage import atomic

VERSION = 1
SHOWN = 20_000  # characters of an answer on the page
MOST_PAIRS = 10_000  # in the table


def write(course: Course, findings: Findings, top: int) -> tuple[Path, Path]:
    """Write the page and the table; the same findings give the same bytes.

    Args:
        course: the course.
        findings: what is told.
        top: how many pairs of people the page shows.

    Returns:
        The page's and the table's path.
    """
    folder = course.root / "reports" / findings.assignment
    page, table = folder / "similar.html", folder / "similar.json"
    atomic.write_text(page, page_html(findings, top))
    atomic.write_text(table, to_json(findings))
    return page, table


def page_html(findings: Findings, top: int) -> str:
    """Return the page, which needs no other file."""
    return render(
        "similar.html.j2",
        findings=findings,
        people=findings.people[:top],
        name=shown,
        parts=_parts,
        percent=percent,
        bound=lambda line: f"{100 * most_probable(line.above, line.pairs):.1f}",
    )


def to_json(findings: Findings) -> str:
    """Return the findings without the texts, as JSON."""
    people = [
        {
            "left": shown(two.left),
            "right": shown(two.right),
            "tasks": {one.task: round(one.share, 4) for one in two.tasks},
        }
        for two in findings.people[:MOST_PAIRS]
    ]
    content: dict[str, Any] = {
        "version": VERSION,
        "assignment": findings.assignment,
        "students": findings.students,
        "earlier": findings.earlier,
        "tasks": [{**asdict(task), "highest": round(task.highest, 4)} for task in findings.tasks],
        "pairs": people,
        "pairs_left_out": max(0, len(findings.people) - MOST_PAIRS),
        "not_compared": dict(sorted(findings.unread.items())),
    }
    return json.dumps(content, indent=1) + "\n"


def shown(person: Person) -> str:
    """Return a person's name, with a word on whose class it is."""
    name, earlier = person
    return f"{name} (earlier)" if earlier else name


def percent(share: float) -> str:
    """Return a share as percent, rounded down: 100 % is all of it."""
    return f"{int(100 * share + 1e-9)} %"


def _parts(side: Side) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    left = SHOWN
    for text, marked in side.parts:
        if len(text) > left:
            return [*found, (text[:left], marked), ("\n[The rest is not shown.]", False)]
        found.append((text, marked))
        left -= len(text)
    return found
