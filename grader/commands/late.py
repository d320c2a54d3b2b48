"""The command ``grader late``: what late work will cost, before pages and grades say so."""

import json

import click

from grader import console
from grader.arguments import the_assignment
from grader.course import Course


@click.command()
@the_assignment
@click.option("--json", "as_json", is_flag=True, help="Print everybody's times as JSON, and nothing else.")
@click.pass_context
def late(ctx: click.Context, assignment: str, as_json: bool) -> None:
    """Show who handed in ASSIGNMENT late, and what that costs; nothing is written.

    Points are those known so far; without any, only the share is shown.
    """
    from grader.late.course_penalties import require_rule
    from grader.late.policy import described
    from grader.reports import late_list
    from grader.reports.grade_sheet import read_grade_sheet

    course = Course.find(ctx.obj)
    course.notebooks(assignment)
    policy = require_rule(course)
    sheet = read_grade_sheet(course.root, assignment, course.database)
    if as_json:
        click.echo(json.dumps(late_list.as_json(sheet), indent=2, ensure_ascii=False))
        return
    found = late_list.late_list(sheet)
    console.say(f"The rule: {described(policy)}")
    if sheet.due is None:
        console.warn("Note", f"{assignment} has no due date, so nobody is late. State it in c.Course.due.")
        return
    if found.late:
        console.show_rows(late_list.HEADER, late_list.table(found, course.time_zone))
    console.say(
        f"{len(found.late)} after the due date, {found.on_time} on time. Times are those of {course.time_zone}."
    )
    if found.untimed:
        told = late_list.names(found.untimed)
        console.warn("Note", f"without a known time of arrival, so that they count as on time: {told}")
    for student, until in found.waiting:
        console.say(f"Not handed in yet, extension until {late_list.moment(until, course.time_zone)}: {student}")
