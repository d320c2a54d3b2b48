"""``grader collect``: from mailboxes and downloads to ``submitted/``."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import console
from grader.arguments import the_assignment
from grader.course import Course

if TYPE_CHECKING:
    from grader.handin.collecting import Collected, Task, Tell
    from grader.handin.gathering import Gathered
    from grader.handin.ledger import Line
    from grader.handin.place import Placing

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
KINDS = ("mail", "moodle", "canvas", "blackboard", "gradescope", "ilias", "exchange", "clones", "folders")
RULES = {
    "latest": "the latest",
    "on-time": "the latest that is on time, else the latest",
    "first": "the first",
}
SHOWN = 20  # of each kind of thing that a person must look at


@click.command()
@the_assignment
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--from", "kind", type=click.Choice(KINDS), help="What the sources are.  [default: told by what is inside]"
)
@click.option(
    "--worksheet", "worksheets", type=FILE, multiple=True, help="A table that explains a platform's download."
)
@click.option(
    "--which", type=click.Choice(list(RULES)), help="Which version counts.  [default: c.Collect.which, or on-time]"
)
@click.option("--dry-run", "dry", is_flag=True, help="Show what would happen; keep and place nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what was decided as JSON, and nothing else.")
@click.pass_context
def collect(
    ctx: click.Context,
    assignment: str,
    sources: tuple[str, ...],
    kind: str | None,
    worksheets: tuple[Path, ...],
    which: str | None,
    dry: bool,
    as_json: bool,
) -> None:
    """Collect what was handed in of ASSIGNMENT, and put what counts into submitted/.

    SOURCE is an mbox file, a mail (.eml), a folder of mails, a Maildir, a folder of a mail server
    (imaps://user@host/FOLDER), or a learning platform's download. Without any, what was collected before is decided
    on again. Exits 1 where something needs a person.
    """
    from grader.handin.collecting import Task
    from grader.handin.collecting import collect as run
    from grader.handin.platforms.registry import READERS
    from grader.handin.settings import read_settings
    from grader.handin.sources import identify
    from grader.roster import read_roster

    if worksheets and not sources:
        raise click.UsageError("--worksheet explains a download: give that too.")
    course = Course.find(ctx.obj)
    course.notebooks(assignment)
    settings = read_settings(course, assignment, which)
    found = [identify(place, kind, READERS) for place in sources]
    if worksheets and all(source.kind == "mail" for source in found):
        raise click.UsageError("--worksheet explains a platform's download, and there is none.")
    for source in found if not as_json else ():
        console.say(f"{source.place}: {source.called}")
    task = Task(course, assignment, read_roster(course), settings, READERS, worksheets, _stage, dry)
    ctx.exit(_told(task, run(task, found), as_json))


@contextmanager
def _stage(label: str, total: int) -> Iterator["Tell"]:
    if not total:
        yield lambda _steps: None
        return
    with console.progress(label, total) as advance:
        yield lambda steps: advance(steps, "", True)


def _told(task: "Task", collected: "Collected", as_json: bool) -> int:
    """Write the table and the page, print what came of it, and return the exit status."""
    from grader.handin import ledger

    table = ledger.lines(collected.decided.rows, collected.placings, task.settings.zone)
    facts = {
        "counts": ledger.counts(collected.decided.rows),
        "due": ledger.local(task.settings.due, task.settings.zone),
        "rule": RULES[str(task.settings.which)],
        "problems": [*map(str, collected.failures), *collected.problems],
        "notes": [_passed_over(one) for one in collected.gathered if one.passed_over],
    }
    page = None
    if not task.dry:
        page = ledger.write(task.course, task.assignment, table, collected.missing, facts)
    if as_json:
        click.echo(json.dumps(_data(task, collected, table, page), indent=1))
    else:
        _show(task, collected, table, page)
    for failure in collected.failures:
        console.warn("Error", failure)
    return 2 if collected.failures else 0 if collected.good else 1


def _data(task: "Task", collected: "Collected", table: Sequence["Line"], page: Path | None) -> dict[str, object]:
    from grader.handin import ledger

    return {
        "assignment": task.assignment,
        "dry_run": task.dry,
        "counts": ledger.counts(collected.decided.rows),
        "items": [{name: getattr(line, name) for name in line.__slots__} for line in table],
        "submitted": {one.student: {"outcome": str(one.outcome), "why": one.why} for one in collected.placings},
        "missing": [student.id for student in collected.missing],
        "problems": [*map(str, collected.failures), *collected.problems],
        "page": str(page) if page else None,
    }


def _show(task: "Task", collected: "Collected", table: Sequence["Line"], page: Path | None) -> None:
    from grader.handin import ledger
    from grader.handin.place import Outcome

    for one in collected.gathered:
        called = "mail" if one.source.kind == "mail" else "download"
        console.say(f"{one.source.place}: {one.things} {called if one.things == 1 else f'{called}s'}")
        if one.passed_over:
            console.say(_passed_over(one))
    now, before = collected.kept
    console.say(f"Kept:      {now} in handed-in/{task.assignment}/, {now - before} of them new")
    counts = ", ".join(f"{number} {name}" for name, number in ledger.counts(collected.decided.rows).items())
    console.say(f"Items:     {counts or 'none'}")
    outcomes = {outcome: [one for one in collected.placings if one.outcome is outcome] for outcome in Outcome}
    places = ", ".join(f"{len(placings)} {outcome}" for outcome, placings in outcomes.items() if placings)
    console.say(f"Submitted: {places or 'none'}{' (would be: nothing was written)' if task.dry else ''}")
    if collected.missing:
        console.say(f"Missing:   {_names([student.id for student in collected.missing])}")
    _attention(collected, table)
    if changed := [one.student for one in collected.placings if one.graded and _changed(one)]:
        remedy = f"Grade again: grader grade {task.assignment}"
        console.warn("Note", f"newer than what was graded: {_names(changed)}. {remedy}")
    if page:
        console.say(f"Page:      {page}")


def _passed_over(one: "Gathered") -> str:
    return f"{one.source.place}: {one.passed_over} mails with neither a homework's subject nor a file were not fetched."


def _changed(placing: "Placing") -> bool:
    return str(placing.outcome) in ("replaced", "withdrawn")


def _attention(collected: "Collected", table: Sequence["Line"]) -> None:
    """Print what a person must look at, a line each."""
    chosen = {line.student for line in table if line.look and line.decision == "chosen"}
    wanted = [
        (line.student or line.sender or "nobody known", f"{line.why} ({line.item})") for line in table if line.look
    ]
    wanted += [(one.student, one.why) for one in collected.placings if one.why and one.student not in chosen]
    wanted += [("handed-in", problem) for problem in collected.problems]
    for who, why in wanted[:SHOWN]:
        console.warn(who, why)
    if len(wanted) > SHOWN:
        console.warn("Note", f"{len(wanted) - SHOWN} more to look at: see collected.html.")


def _names(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
