"""The command line: arguments only."""

import sys
from pathlib import Path

import click

from grader import console
from grader.arguments import Commands, confine, no_sandbox, the_assignment, there, usable, verbose
from grader.commands.collect import collect
from grader.commands.export import export
from grader.commands.hand_back import hand_back
from grader.commands.late import late
from grader.commands.report import report, show_report
from grader.commands.roster import roster
from grader.commands.similar import similar
from grader.course import Course


@click.group(cls=Commands)
@click.option("--course", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The course's folder.")
@click.version_option(package_name="grader")
@click.pass_context
def main(ctx: click.Context, course: Path | None) -> None:
    """Release homework, grade a class of notebooks, and report on it."""
    ctx.obj = course


@main.command()
@the_assignment
@click.option("--run", is_flag=True, help="Afterwards execute the solution at full length and keep its figures.")
@click.pass_context
def release(ctx: click.Context, assignment: str, run: bool) -> None:
    """Make the student release of ASSIGNMENT, and prove that it leaks nothing and works."""
    from grader.release import release as releasing
    from grader.release import solution, warnings

    course = _course(ctx)
    for line in releasing.release(course, assignment):
        console.say(f"  {line}")
    for line in warnings.warnings(course, assignment):
        console.warn("Warning", line)
    if run:
        console.say(f"  executed at full length: {solution.run(course, assignment)}")
    elif not solution.has_outputs(course, assignment):
        console.say(f"  the solution has no figures yet: run `grader release {assignment} --run`")
    console.say(f"release/{assignment}/ and release/{assignment}.zip are ready for students.")


@main.command()
@the_assignment
@click.pass_context
def new(ctx: click.Context, assignment: str) -> None:
    """Lay out a new ASSIGNMENT: a master with one task, its hidden tests, two answers of the bank."""
    from grader.release.new import lay_out

    for path in lay_out(_course(ctx), assignment):
        console.say(f"  {path}")
    console.say(
        f"It releases as it is: `grader release {assignment}`. tests/{assignment}/README.md says what comes next."
    )


@main.command()
@the_assignment
@click.option("--jobs", type=click.IntRange(1), help="Submissions at a time, on this machine.  [default: 1]")
@click.option("--cluster", metavar="ADDRESS", help="Judge on the workers of this Dask scheduler, tcp://host:8786 say.")
@click.option("--student", "chosen", multiple=True, help="Grade only this student; may be repeated.")
@click.option("--force", is_flag=True, help="Grade again what has not changed.")
@no_sandbox
@verbose
@click.pass_context
def grade(
    ctx: click.Context,
    assignment: str,
    jobs: int | None,
    cluster: str | None,
    chosen: tuple[str, ...],
    force: bool,
    no_sandbox: bool,
) -> None:
    """Grade all submissions of ASSIGNMENT: gradebook, feedback pages, report."""
    if jobs and cluster:
        raise click.UsageError("--jobs is for this machine; with --cluster, as many are judged as there are workers.")
    from grader.intake import submissions

    course = _course(ctx)
    course.notebooks(assignment)
    known = submissions.students(course, assignment)
    misplaced = submissions.misplaced(course, assignment)
    if unknown := sorted(set(chosen) - set(known)):
        if unknown[0] in misplaced:
            raise click.UsageError(f"{unknown[0]} cannot be graded: {misplaced[unknown[0]]}")
        raise click.UsageError(f"nothing handed in under submitted/{unknown[0]}/{assignment}/.")
    if not known:
        for name, what in misplaced.items():
            console.warn(name, what)
        raise click.UsageError(f"no submissions. Put them into submitted/<student>/{assignment}/.")
    wanted = sorted(set(chosen)) or known
    from grader.batch.run import run  # a second of imports, which no usage error has to wait for
    from grader.late.course_penalties import require_settings

    confine(no_sandbox, here=not cluster)
    require_settings(course)
    judged = run(course, assignment, wanted, jobs or 1, cluster, force=force, sandbox=not no_sandbox)
    console.say(f"Judged {judged}; {len(wanted) - judged} unchanged since the last time.")
    show_report(course, assignment)


@main.command()
@click.argument("notebook", type=click.Path(readable=False, path_type=Path), callback=there)
@click.option("--assignment", callback=usable, help="Which assignment it is, if the notebook does not say.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON, and nothing else.")
@click.option("--form", is_flag=True, help="Only say whether it would be found and read; nothing of it is run.")
@no_sandbox
@verbose
@click.pass_context
def check(
    ctx: click.Context, notebook: Path, assignment: str | None, as_json: bool, form: bool, no_sandbox: bool
) -> None:
    """Judge one NOTEBOOK, or the one in a folder or a zip; nothing is written.

    Exits 0 whatever its status; the reason is printed where it cannot be judged. With --form it needs no course, and
    exits 0 if all is well, 1 if there is something to look at, 2 if the notebook would not be read.
    """
    if form:
        from grader.commands.form import check_form

        ctx.exit(check_form(ctx.obj, notebook, assignment, as_json))
    from grader.judging.examine import examine
    from grader.result_text import lines
    from grader.results import to_json

    course = _course(ctx).sandboxed(not no_sandbox)
    confine(no_sandbox)
    result = examine(course, notebook, assignment)
    click.echo(f"{to_json(result)}\n".encode() if as_json else "\n".join(lines(result)), nl=not as_json)


@main.command()
@the_assignment
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="Processes at a time.")
@click.option(
    "--only", metavar="PATTERN", help="Judge only answers of such names, wrong/loss_* for instance; show each."
)
@click.option("--write", is_flag=True, help="Renew the tables in docs/statistics.md.")
@click.pass_context
def bank(ctx: click.Context, assignment: str, jobs: int, only: str | None, write: bool) -> None:
    """Judge the answer bank of ASSIGNMENT: does every hidden test do what it is for?"""
    from grader.bank import kill_matrix

    course = _course(ctx)
    confine(False)
    with console.progress("judging", len(kill_matrix.choose(course, assignment, only))) as advance:
        verdicts = kill_matrix.judge_bank(
            course, assignment, only, jobs=jobs, done=lambda count: advance(count, "", True)
        )
    for line in kill_matrix.details(verdicts) if only else ():
        click.echo(line)
    console.show_rows(("task", "test", "points", "caught", "alone"), kill_matrix.summary(verdicts))
    found = kill_matrix.findings(verdicts, whole=not only)
    for line in found:
        console.say(line, style="red")
    if write and not only:
        console.say(f"Tables:   {kill_matrix.write_table(course, assignment, verdicts)}")
    ctx.exit(1 if found else 0)


main.add_command(hand_back)
main.add_command(collect)
main.add_command(export)
main.add_command(report)
main.add_command(late)
main.add_command(roster)
main.add_command(similar)


def _course(ctx: click.Context) -> Course:
    return Course.find(ctx.obj)


if __name__ == "__main__":
    sys.exit(main())
