"""The commands ``grader roster``: the class list."""

import click

from grader import console
from grader.arguments import Commands
from grader.course import Course


@click.group(cls=Commands)
def roster() -> None:
    """Check the class list, roster.csv."""


@roster.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Check roster.csv, and enter names, addresses and platform ids into the gradebook.

    Nobody is ever removed from the gradebook, and an empty cell changes nothing there. Exits 1 where there is something
    to look at.
    """
    from grader.handin.roster_check import check_roster

    found = check_roster(Course.find(ctx.obj))
    entered, number = found.entered, len(found.roster.students)
    console.say(f"Roster:    {found.roster.file}, {_students(number)}")
    same = number - len(entered.added) - len(entered.changed)
    console.say(f"Gradebook: {len(entered.added)} added, {len(entered.changed)} changed, {same} as before")
    for what, ids in (
        ("without an address", found.without_address),
        ("in the gradebook, but not in the roster", entered.others),
    ):
        if ids:
            console.warn("Note", f"{_students(len(ids))} {what}: {_listed(ids)}")
    for line in found.doubtful:
        console.warn("Look at", line)
    ctx.exit(1 if found.doubtful else 0)


def _students(number: int) -> str:
    return f"{number} {'student' if number == 1 else 'students'}"


def _listed(ids: tuple[str, ...], shown: int = 8) -> str:
    more = f" and {len(ids) - shown} more" if len(ids) > shown else ""
    return f"{', '.join(ids[:shown])}{more}"
