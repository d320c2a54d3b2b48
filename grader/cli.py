"""The command line: arguments and printing only."""

import sys
from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from grader import results
from grader.course import Course
from grader.errors import GraderError

out = Console()
err = Console(stderr=True)
no_sandbox = click.option(
    "--no-sandbox", is_flag=True, help="Run students' code unconfined. Only for notebooks that you trust."
)


class Commands(click.Group):
    """Tells errors meant for a person in one line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; exit status 2 for anything that is wrong with the course or the arguments."""
        try:
            return super().invoke(ctx)
        except GraderError as error:
            err.print(f"[red]Error:[/red] {_escape(str(error))}", soft_wrap=True)
            raise SystemExit(2) from error


@click.group(cls=Commands)
@click.option("--course", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The course's folder.")
@click.version_option(package_name="grader")
@click.pass_context
def main(ctx: click.Context, course: Path | None) -> None:
    """Release homework, grade a class of notebooks, and report on it."""
    ctx.obj = course


def _course(ctx: click.Context) -> Course:
    return Course.find(ctx.obj)


@main.command()
@click.argument("assignment")
@click.option("--run", is_flag=True, help="Afterwards execute the solution at full length and keep its figures.")
@click.pass_context
def release(ctx: click.Context, assignment: str, run: bool) -> None:
    """Make the student release of ASSIGNMENT, and prove that it leaks nothing and works."""
    from grader import release as releasing

    course = _course(ctx)
    for line in releasing.release(course, assignment):
        out.print(f"  {line}", highlight=False, soft_wrap=True)
    if run:
        out.print(f"  executed at full length: {releasing.run_solution(course, assignment)}", soft_wrap=True)
    out.print(f"release/{assignment}/ and release/{assignment}.zip are ready for students.")


@main.command()
@click.argument("assignment")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Submissions at a time.")
@click.option("--student", "chosen", multiple=True, help="Grade only this student; may be repeated.")
@click.option("--force", is_flag=True, help="Grade again what has not changed.")
@no_sandbox
@click.pass_context
def grade(
    ctx: click.Context, assignment: str, jobs: int, chosen: tuple[str, ...], force: bool, no_sandbox: bool
) -> None:
    """Grade all submissions of ASSIGNMENT: gradebook, feedback pages, report."""
    from grader import batch, intake

    course = _course(ctx)
    course.notebooks(assignment)
    known = intake.students(course, assignment)
    if unknown := sorted(set(chosen) - set(known)):
        raise click.UsageError(f"nothing handed in under submitted/{unknown[0]}/{assignment}/.")
    if not known:
        raise click.UsageError(f"no submissions. Put them into submitted/<student>/{assignment}/.")
    wanted = list(chosen or known)
    _confine(no_sandbox)
    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.description}"), console=err) as progress:
        bar = progress.add_task("", total=len(wanted))
        judged = batch.grade(
            course,
            assignment,
            wanted,
            jobs=jobs,
            force=force,
            sandbox=not no_sandbox,
            done=lambda student: progress.update(bar, advance=1, description=_escape(student)),
        )
    skipped = len(wanted) - len(judged)
    out.print(f"Judged {len(judged)}; {skipped} unchanged since the last time.", highlight=False)
    _report(course, assignment)


@main.command()
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--assignment", help="Which assignment it is, where the notebook does not tell.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON, and nothing else.")
@no_sandbox
@click.pass_context
def check(ctx: click.Context, notebook: Path, assignment: str | None, as_json: bool, no_sandbox: bool) -> None:
    """Judge one NOTEBOOK; nothing is written."""
    from grader.check import assignment_of
    from grader.check import check as judge
    from grader.feedback import task_text

    course = _course(ctx)
    _confine(no_sandbox)
    if no_sandbox:
        course.config.SandboxProvisioner.enabled = False
    result, _ = judge(course, assignment or assignment_of(course, notebook), notebook)
    if as_json:
        click.echo(results.to_json(result))
        return
    for task in result.tasks:
        click.echo(task_text(task))
    click.echo(f"{result.status}: {result.score:g} of {result.max:g} automatic points")
    for line in filter(None, (result.reason, *result.notes)):
        click.echo(f"  {line}")


@main.command()
@click.argument("assignment")
@click.pass_context
def report(ctx: click.Context, assignment: str) -> None:
    """Write the report and the table of grades of ASSIGNMENT."""
    course = _course(ctx)
    course.notebooks(assignment)
    _report(course, assignment)


def _report(course: Course, assignment: str) -> None:
    from grader.report import class_table, write_report

    url = course.directory(assignment).db_url
    frame = class_table(course.root, assignment, url)
    table = Table(header_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in frame.columns:
        words = column in ("student", "status")
        table.add_column(_escape(str(column)), justify="left" if words else "right", overflow="fold")
    for row in frame.itertuples(index=False):
        table.add_row(*(_escape(_cell(value)) for value in row))
    out.print(table)
    written = write_report(course.root, assignment, url)
    out.print(f"Report:   {written.page}", soft_wrap=True, highlight=False)
    out.print(f"Grades:   {written.grades}", soft_wrap=True, highlight=False)
    out.print(f"Feedback: {course.root / 'feedback'}", soft_wrap=True, highlight=False)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if value != value else f"{value:g}"
    return str(value)


def _confine(no_sandbox: bool) -> None:
    """Refuse to go on without a sandbox, unless asked to."""
    if no_sandbox:
        err.print("[yellow]Warning:[/yellow] no sandbox: this code can do whatever you can do.", soft_wrap=True)
    else:
        from grader import bwrap

        bwrap.find()


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape("".join(sign if sign.isprintable() else "?" for sign in text))


if __name__ == "__main__":
    sys.exit(main())
