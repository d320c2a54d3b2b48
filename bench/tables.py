"""Figures kept in a file, and the tables made of them in the documents; options that several commands share."""

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import click

OTTER = click.option("--otter", type=click.Path(exists=True, path_type=Path), help="The program otter, to include it.")
KEEP = click.option("--keep", type=click.Path(path_type=Path), help="Keep figures in this file; repeat none of them.")
WRITE = click.option("--write", is_flag=True, help="Put the result into its document as well.")


class Figures(dict[str, Any]):
    """Measurements by name, kept in a JSON file if one is given.

    Args:
        path: the file; what it holds already need not be measured again.
        settings: what the figures depend on.

    Raises:
        click.ClickException: the file's figures were measured with other settings.
    """

    def __init__(self, path: Path | None, **settings: Any) -> None:
        self.path, self.settings = path, settings
        if path and path.is_file():
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["settings"] != settings:
                raise click.ClickException(f"{path} is of other settings: {kept['settings']}. Name another file.")
            self.update(kept["figures"])

    def add(self, name: str, figure: Any) -> None:
        """Add a measurement, and write the file anew."""
        self[name] = figure
        if self.path:
            text = json.dumps({"settings": self.settings, "figures": self}, indent=1)
            self.path.write_text(text, encoding="utf-8")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Make a table in Markdown."""
    return "".join(f"| {' | '.join(row)} |\n" for row in [head, ["---"] * len(head), *rows])


def spread(values: Iterable[float], digits: int = 2) -> str:
    """Give the median, and the range in brackets if there is one."""
    ranked = sorted(values)
    middle = f"{median(ranked):.{digits}f}"
    return middle if len(ranked) < 2 else f"{middle} ({ranked[0]:.{digits}f} to {ranked[-1]:.{digits}f})"


def section(path: Path, name: str) -> tuple[str, str, str]:
    """Read a document: what stands before, between and after the two marks of a name.

    Raises:
        click.ClickException: the marks are not there.
    """
    parts = f"(.*<!-- {name}: begin -->\n)(.*)(<!-- {name}: end -->\n.*)"
    if not (found := re.fullmatch(parts, path.read_text(encoding="utf-8"), re.DOTALL)):
        marks = f"<!-- {name}: begin --> and <!-- {name}: end -->"
        raise click.ClickException(f"{path}: no place for the table. Add the lines {marks}.")
    return found[1], found[2], found[3]


def show(text: str, name: str, path: Path | None) -> None:
    """Print a text, and put it between the marks of a name in a document if one is given."""
    click.echo(text)
    if path:
        before, _, after = section(path, name)
        path.write_text(before + text + after, encoding="utf-8")
