"""``grader export``: final scores into a learning platform's own table."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import console
from grader.arguments import the_assignment
from grader.course import Course
from grader.errors import CourseError

if TYPE_CHECKING:
    from grader.handback.filling import Export

PLATFORMS = ("moodle", "canvas", "blackboard", "csv")


@click.command()
@the_assignment
@click.option("--to", "to", required=True, type=click.Choice(PLATFORMS), help="Whose table it is.")
@click.option("--into", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The table to fill in.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where the filled-in table goes.")
@click.option("--column", metavar="NAME", help="The column of this assignment: its header, number or title.")
@click.option("--provisional", is_flag=True, help="Also write scores that wait for a person.")
@click.option("--comments", is_flag=True, help="Also write the points of each task into Moodle's comments.")
@click.pass_context
def export(
    ctx: click.Context,
    assignment: str,
    to: str,
    into: Path | None,
    out: Path | None,
    column: str | None,
    provisional: bool,
    comments: bool,
) -> None:
    """Fill the final scores of ASSIGNMENT into a table that a learning platform gave, and change nothing else in it.

    Exits 1 where somebody has to look at something: a score that waits, a student who is in one list only.
    """
    from grader.handback.export import FORMATS, column_name, fill, make
    from grader.handback.filling import Wish
    from grader.handback.scores import read_scores, summaries
    from grader.handback.table import read_file
    from grader.reports.grade_sheet import read_grade_sheet
    from grader.roster import read_roster

    if into is None and to != "csv":
        raise click.UsageError(f"--into is missing: the table that {to.capitalize()} gave. It is filled in.")
    if comments and to != "moodle":
        raise click.UsageError("--comments is for Moodle's worksheet only.")
    course = Course.find(ctx.obj)
    course.notebooks(assignment)
    roster = read_roster(course)
    sheet = read_grade_sheet(course.root, assignment, course.database)
    name = column_name(course, assignment, column)
    wish = Wish(name, read_scores(sheet), summaries(sheet) if comments else {}, sheet.max, provisional)
    if into is None:
        made, target = make(roster, wish), out or course.root / "exports" / assignment / "grades.csv"
    else:
        made = fill(read_file(into), into.name, FORMATS[to], roster, wish)
        target = out or into.with_name(f"{into.stem}-filled-in{into.suffix}")
    _show(made, into)
    if made.filled:
        _write(made, target, into)
        console.say(f"Table:    {target}")
        for place, step in enumerate(FORMATS[to].steps, 1):
            console.say(f"{place}. {step}")
    else:
        console.warn("Note", "no score is written, so that there is no table.")
    ctx.exit(1 if made.attention or not made.filled else 0)


def _write(made: "Export", target: Path, into: Path | None) -> None:
    """Write the table, for those who may read the one that it is made from.

    Raises:
        CourseError: it cannot be written.
    """
    from grader.storage import atomic

    try:
        atomic.write_bytes(target, made.data, into.stat().st_mode & 0o777 if into else 0o600)
    except OSError as error:
        what = f"it cannot be written ({error.strerror})"
        raise CourseError(target, what, "Name another file with --out.") from error


def _show(made: "Export", into: Path | None) -> None:
    """Print what is filled in, what is left and why, and what to know of the table."""
    where = f"{into.name}, column {made.column!r}" if into else "A table of our own"
    console.say(f"{where}: {len(made.filled)} of {made.rows} students have their score.")
    for attention, header in ((True, ("to look at", "why")), (False, ("nothing to do", "what is so"))):
        rows: dict[str, list[str]] = {}
        for notice in made.notices:
            if notice.attention is attention:
                rows.setdefault(notice.what, []).append(notice.who)
        if rows:
            console.show_rows(header, [(", ".join(who), what) for what, who in rows.items()])
    for note in made.notes:
        console.warn("Note", note)
