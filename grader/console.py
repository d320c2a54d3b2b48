"""What the command line shows: tables, progress, warnings; nothing that a student wrote reaches the terminal raw."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    import pandas as pd

out = Console()
err = Console(stderr=True)


def clean(text: object) -> str:
    """Text without control characters, and without what rich would take for markup."""
    return escape("".join(sign if sign.isprintable() else "?" for sign in str(text)))


def say(text: object, style: str | None = None) -> None:
    """One line on standard output, never wrapped, so that paths stay whole."""
    out.print(clean(text), soft_wrap=True, highlight=False, style=style)


def warn(label: str, text: object) -> None:
    """One line on standard error."""
    err.print(f"[yellow]{label}:[/yellow] {clean(text)}", soft_wrap=True, highlight=False)


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int, str], None]]:
    """A progress bar on standard error; call what it gives with a number of steps and what was done last."""
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TextColumn("{task.description}"), console=err) as bars:
        bar = bars.add_task("", total=total)

        def advance(steps: int, last: str) -> None:
            bars.update(bar, advance=steps, description=clean(last))

        yield advance


def show_grades(frame: "pd.DataFrame") -> None:
    """The summary table of a class: a row for each student."""
    table = Table(header_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in frame.columns:
        words = column in ("student", "status")
        table.add_column(clean(column), justify="left" if words else "right", overflow="fold")
    for row in frame.itertuples(index=False):
        table.add_row(*(clean(_cell(value)) for value in row))
    out.print(table)


def show_rows(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A small table."""
    table = Table(*header, header_style="bold", box=SIMPLE_HEAD)
    for row in rows:
        table.add_row(*map(clean, row))
    out.print(table)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if value != value else f"{value:g}"
    return str(value)
