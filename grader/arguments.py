"""Arguments and options that several commands share."""

import os
from pathlib import Path

import click

from grader.names import require_assignment


def usable(ctx: click.Context, parameter: click.Parameter, name: str | None) -> str | None:
    """An assignment's name as it was given.

    Raises:
        CourseError: no assignment can be called so.
    """
    if name is not None:
        require_assignment(name)
    return name


def there(ctx: click.Context, parameter: click.Parameter, path: Path) -> Path:
    """A path at which something lies, be it a link that leads nowhere.

    Raises:
        BadParameter: nothing does.
    """
    if not os.path.lexists(path):
        raise click.BadParameter(f"Path {click.format_filename(path)!r} does not exist.")
    return path


the_assignment = click.argument("assignment", callback=usable)
no_sandbox = click.option(
    "--no-sandbox", is_flag=True, help="Run students' code unconfined. Only for notebooks that you trust."
)
