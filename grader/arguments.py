"""What several commands share: arguments, options, and how errors reach a person."""

import os
from pathlib import Path

import click

from grader import console
from grader.errors import GraderError
from grader.names import require_assignment


def usable(ctx: click.Context, parameter: click.Parameter, name: str | None) -> str | None:
    """Return an assignment's name as it was given.

    Raises:
        CourseError: the name cannot be used for an assignment.
    """
    if name is not None:
        require_assignment(name)
    return name


def there(ctx: click.Context, parameter: click.Parameter, path: Path) -> Path:
    """Return a path that exists, even if it is a broken link.

    Raises:
        BadParameter: it does not exist.
    """
    if not os.path.lexists(path):
        raise click.BadParameter(f"Path {click.format_filename(path)!r} does not exist.")
    return path


the_assignment = click.argument("assignment", callback=usable)
no_sandbox = click.option(
    "--no-sandbox", is_flag=True, help="Run students' code unconfined. Only for notebooks that you trust."
)


def _set_verbose(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        os.environ[console.VERBOSE] = "1"


verbose = click.option(
    *("-v", "--verbose"),
    is_flag=True,
    expose_value=False,
    callback=_set_verbose,
    help="Say what the process imported that kernels are forked from, and how long it took.",
)


class Commands(click.Group):
    """Reports errors meant for a person in one line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; exit status 2 for what is wrong with the course or the arguments, 130 after Ctrl-C."""
        try:
            return super().invoke(ctx)
        except GraderError as error:
            console.warn("Error", error)
            raise SystemExit(2) from error
        except KeyboardInterrupt:
            console.warn("Stopped", "by Ctrl-C.")
            raise SystemExit(130) from None


def confine(no_sandbox: bool, here: bool = True) -> None:
    """Require a working sandbox, unless disabled; workers on other machines check their own."""
    if no_sandbox:
        console.warn("Warning", "no sandbox: the notebook's code runs with all of your permissions.")
    elif here:
        from grader.sandbox import bwrap

        bwrap.find()
