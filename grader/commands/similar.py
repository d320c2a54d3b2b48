"""``grader similar``: which answers of a class are so alike that both should be read."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import console
from grader.arguments import the_assignment
from grader.course import Course

if TYPE_CHECKING:
    from grader.reports.similarity.findings import Findings


@click.command()
@the_assignment
@click.option(
    "--with",
    "earlier",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Compare with an earlier class too: a folder with a folder of each student.",
)
@click.option("--top", default=20, show_default=True, type=click.IntRange(1), help="Pairs of people to show.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON, and nothing else.")
@click.pass_context
def similar(ctx: click.Context, assignment: str, earlier: Path | None, top: int, as_json: bool) -> None:
    """List the answers to ASSIGNMENT that are alike, for staff; nothing of them is run.

    Exits 1 where a pair should be read, or a submission could not be compared.
    """
    from grader.reports.similarity import calibration, findings, page, texts

    course = Course.find(ctx.obj)
    course.notebooks(assignment)
    if not (total := texts.count(course, assignment, earlier)):
        raise click.UsageError(f"no submissions. Put them into submitted/<student>/{assignment}/.")
    with console.progress("reading", total) as advance:
        collected = texts.collect(course, assignment, earlier, lambda name: advance(1, name, True))
    lines = calibration.lines(course, assignment, list(collected.tasks), collected.given)
    found = findings.find(assignment, collected, lines)
    written = page.write(course, found, top)
    if as_json:
        click.echo(page.to_json(found), nl=False)
    else:
        _tell(found, top, written)
    ctx.exit(1 if found.people or found.unread else 0)


def _tell(found: "Findings", top: int, written: tuple[Path, Path]) -> None:
    from grader.reports.similarity.page import percent, shown

    rows = [
        (shown(two.left), shown(two.right), ", ".join(f"{one.task} {percent(one.share)}" for one in two.tasks))
        for two in found.people[:top]
    ]
    if rows:
        console.show_rows(("student", "and", "alike in"), rows)
        if left_out := len(found.people) - len(rows):
            more = "1 more pair reaches" if left_out == 1 else f"{left_out:,} more pairs reach"
            console.say(f"{more} the line: see {written[1].name}, or show more with --top.")
        console.say("Likeness has many causes: read both answers.")
    else:
        console.say("No pair of answers reaches the line of its task.")
    for name, why in sorted(found.unread.items()):
        console.warn("Not compared", f"{name}: {why}")
    console.say(f"Page:  {written[0]}")
    console.say(f"Table: {written[1]}")
