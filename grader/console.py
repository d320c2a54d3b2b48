"""Terminal output: tables, progress, warnings; text from students is always sanitized."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta

from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

VERBOSE = "GRADER_VERBOSE"  # environment variable: where it is set, processes of a command say more, on stderr
out = Console()
err = Console(stderr=True)


def clean(text: object) -> str:
    """Text without control characters, and without what rich would take for markup."""
    return escape("".join(sign if sign.isprintable() else "?" for sign in str(text)))


def say(text: object, style: str | None = None) -> None:
    """Print one line on standard output, never wrapped, so that paths stay intact."""
    out.print(clean(text), soft_wrap=True, highlight=False, style=style)


def warn(label: str, text: object) -> None:
    """Print one line on standard error."""
    err.print(f"[yellow]{label}:[/yellow] {clean(text)}", soft_wrap=True, highlight=False)


class TimeLeft(ProgressColumn):
    """Estimates the remaining time from the average so far, which also works for few long steps."""

    def render(self, task: Task) -> Text:
        """Time as h:mm:ss; dashes until the first step is done."""
        made = task.completed - task.fields["before"]
        if not made or task.elapsed is None:
            return Text("-:--:-- left")
        last = task.fields["last"]  # when the last step ended, seconds since the start
        seconds = max(0.0, last / made * ((task.total or 0) - task.completed) - (task.elapsed - last))
        return Text(f"{timedelta(seconds=round(seconds))} left")


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int, str, bool], None]]:
    """Give a progress bar on standard error, of so many steps.

    Call what it gives with a number of steps, what was done last, and whether these steps took any time: if not, they
    say nothing of how long the rest will take.
    """
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeLeft())
    with Progress(*columns, TextColumn("{task.description}"), console=err) as bars:
        bar = bars.add_task("", total=total, before=0, last=0.0)

        def advance(steps: int, last: str, timed: bool) -> None:
            task = bars.tasks[bar]
            now = {"last": task.elapsed} if timed else {"before": task.fields["before"] + steps}
            bars.update(bar, advance=steps, description=clean(last), **now)

        yield advance


def show_grades(rows: Sequence[Mapping[str, float | str | None]]) -> None:
    """Print the summary table of a class: a row for each student, at least one, all of the same columns."""
    table = Table(header_style="bold", box=SIMPLE_HEAD, padding=0)
    roomy = sum(len(column) + 1 for column in rows[0]) + 6 <= out.width  # names and statuses alone then wrap
    for column in rows[0]:
        words = column in ("student", "status")
        justify: JustifyMethod = "left" if words else "right"
        table.add_column(clean(column), justify=justify, no_wrap=roomy and not words, overflow="fold")
    for row in rows:
        table.add_row(*(clean(_cell(value)) for value in row.values()))
    out.print(table)


def show_rows(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a small table."""
    table = Table(*header, header_style="bold", box=SIMPLE_HEAD)
    for row in rows:
        table.add_row(*map(clean, row))
    out.print(table)


def _cell(value: float | str | None) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
