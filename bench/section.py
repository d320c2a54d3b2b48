"""The part of a document that a command writes, between two marks; the prose around it is by hand."""

from pathlib import Path

import click


def write(path: Path, name: str, text: str) -> Path:
    """Put the text between the two marks of a name in a document.

    Raises:
        click.ClickException: the marks are not there.
    """
    begin, end = (f"<!-- {name}: {edge} -->\n" for edge in ("begin", "end"))
    before, begun, rest = path.read_text(encoding="utf-8").partition(begin)
    _, ended, after = rest.partition(end)
    if not (begun and ended):
        raise click.ClickException(f"{path}: no place for the table. Add the lines {begin.strip()} and {end.strip()}.")
    path.write_text(before + begin + text + end + after, encoding="utf-8")
    return path


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    return "".join(f"| {' | '.join(row)} |\n" for row in [head, ["---"] * len(head), *rows])
