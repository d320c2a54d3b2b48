"""``grader hand-back``: feedback pages and points back to the students, by mail or through a learning platform."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from grader import console
from grader.arguments import the_assignment
from grader.course import Course

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)
SHOWN = 20  # students that a list names


@click.command("hand-back")
@the_assignment
@click.option("--send", is_flag=True, help="Mail each student; shows a sample and the counts, and asks first.")
@click.option("--drafts", type=click.Path(file_okay=False, path_type=Path), help="Write the mails into this folder.")
@click.option("--moodle", type=NEW, help="Write the zip of feedback files for Moodle.")
@click.option("--canvas", type=NEW, help="Write the zip for Canvas's re-upload of submissions.")
@click.option("--ilias", type=FILE, metavar="EMPTY.zip", help="Fill ILIAS's multi-feedback zip.")
@click.option("--worksheet", type=FILE, help="Moodle's grading worksheet, which names the participants.")
@click.option("--download", type=FILE, help="Canvas's zip of all submissions, which names users and files.")
@click.option("--out", type=NEW, help="Where the filled zip goes.  [default: EMPTY-filled.zip]")
@click.option("--student", "chosen", multiple=True, metavar="ID", help="Only this student; may be repeated.")
@click.option("--again", is_flag=True, help="Mail what these students have, or may have, once more.")
@click.option("--dry-run", is_flag=True, help="Show what would happen; send and write nothing.")
@click.option("--yes", is_flag=True, help="Send without asking.")
@click.pass_context
def hand_back(ctx: click.Context, /, assignment: str, chosen: tuple[str, ...], **options: Any) -> None:
    """Hand ASSIGNMENT back: final results only, each student's own.

    Exits 1 where something needs a person: a mark that is missing, an address, a refusal of the server.
    """
    from grader.commands import hand_back_files, hand_back_mail
    from grader.handback.ledger import Ledger
    from grader.handback.locking import held
    from grader.handback.selection import select
    from grader.roster import read_roster

    _check(options, chosen)
    course = Course.find(ctx.obj)
    course.notebooks(assignment)
    roster = read_roster(course)
    by_mail = bool(options["send"] or options["drafts"])
    hand = hand_back_mail.prepare(course, options) if by_mail else hand_back_files.hand_back
    with held(course, assignment):
        selection = select(course, assignment, roster, chosen)
        if unknown := sorted(set(chosen) - selection.known):
            raise click.UsageError(f"nobody called {unknown[0]} has anything to do with {assignment}.")
        for waiting in selection.waiting:
            console.warn(waiting.student, waiting.why)
        if selection.newer:
            remedy = f"Grade first: grader grade {assignment}"
            console.warn("Note", f"changed after they were graded: {named(selection.newer)}. {remedy}")
        good = hand(course, roster, selection, Ledger.of(course, assignment), options)
    ctx.exit(0 if good and not selection.waiting else 1)


def named(students: Sequence[str]) -> str:
    """Return a list of students for a sentence, not all of a long one."""
    more = f" and {len(students) - SHOWN} more" if len(students) > SHOWN else ""
    return ", ".join(students[:SHOWN]) + more


def _check(options: dict[str, Any], chosen: tuple[str, ...]) -> None:
    """Refuse options that do not fit each other.

    Raises:
        UsageError: they do not.
    """
    ways = [f"--{name}" for name in ("send", "drafts", "moodle", "canvas", "ilias") if options[name]]
    if len(ways) != 1:
        raise click.UsageError("give one of --send, --drafts, --moodle, --canvas and --ilias.")
    for name, way in (("worksheet", "moodle"), ("download", "canvas"), ("out", "ilias"), ("again", "send")):
        if options[name] and not options[way]:
            raise click.UsageError(f"--{name} goes with --{way}.")
    if options["canvas"] and not options["download"]:
        raise click.UsageError("--canvas needs --download, the zip of all submissions: it names users and files.")
    if options["again"] and not chosen:
        raise click.UsageError("--again needs --student, so that nobody gets a mail twice by mistake.")
