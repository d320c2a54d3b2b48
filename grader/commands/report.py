"""The command ``grader report``, with which ``grader grade`` ends, too."""

import click

from grader import console
from grader.arguments import the_assignment
from grader.course import Course


@click.command()
@the_assignment
@click.pass_context
def report(ctx: click.Context, assignment: str) -> None:
    """Write the report and the table of grades of ASSIGNMENT."""
    course = Course.find(ctx.obj)
    course.notebooks(assignment)
    show_report(course, assignment)


def show_report(course: Course, assignment: str) -> None:
    """Renew feedback pages, write report and table of grades, and print the class."""
    from grader.late.course_penalties import unused_extensions
    from grader.reports.grade_sheet import read_grade_sheet
    from grader.reports.renewal import renew_pages
    from grader.reports.report import class_table, write_report

    renewal = renew_pages(course, assignment)
    sheet = read_grade_sheet(course.root, assignment, course.database)
    console.show_grades(class_table(sheet))
    written = write_report(course.root, sheet, course.time_zone)
    if number := written.summary.set_by_hand:
        console.warn(
            "Note",
            f"{number} {'student has' if number == 1 else 'students have'} scores set by hand; the report lists them.",
        )
    console.say(f"Report:   {written.page}")
    console.say(f"Grades:   {written.grades}")
    pages = f", {renewal.renewed} {'page' if renewal.renewed == 1 else 'pages'} renewed" if renewal.renewed else ""
    console.say(f"Feedback: {course.root / 'feedback'}{pages}")
    for line in (*renewal.failures, *filter(None, [unused_extensions(course)])):
        console.warn("Note", line)
