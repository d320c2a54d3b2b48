"""What the command line shows of a run that is under way."""

import io

import pytest
from rich.console import Console
from rich.progress import Progress

from grader import console
from grader.console import TimeLeft
from grader.reports.grade_sheet import Standing


class Clock:
    """A clock that is moved on by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def shown(clock: Clock, total: int, before: int, ends: list[float], now: float) -> str:
    """What is said of the time left, when steps ended at some times and it is now another."""
    with Progress(TimeLeft(), console=Console(file=io.StringIO()), get_time=clock, auto_refresh=False) as bars:
        bar = bars.add_task("", total=total, completed=before, before=before, last=0.0)
        for end in ends:
            clock.now = end
            bars.update(bar, advance=1, last=bars.tasks[bar].elapsed)
        clock.now = now
        return TimeLeft().render(bars.tasks[bar]).plain


@pytest.mark.parametrize(
    ("total", "before", "ends", "now", "left"),
    [
        (10, 0, [], 50, "-:--:-- left"),
        (10, 0, [60], 60, "0:09:00 left"),  # one step of a minute: nine are left
        (10, 0, [60], 80, "0:08:40 left"),  # it counts down between steps
        (10, 0, [60, 61], 61, "0:04:04 left"),  # two jobs that end together
        (3, 0, [60, 120], 900, "0:00:00 left"),  # a step that takes longer than the others
        (1000, 990, [60], 60, "0:09:00 left"),  # those that had not changed took no time
        (2, 0, [60, 120], 120, "0:00:00 left"),
        (100, 0, [3600], 3600, "4 days, 3:00:00 left"),
    ],
)
def test_the_time_left_is_that_of_the_steps_so_far(clock, total, before, ends, now, left):
    assert shown(clock, total, before, ends, now) == left


@pytest.mark.parametrize("status", list(Standing))
def test_the_table_of_a_class_is_whole_at_80_columns(monkeypatch, status):
    shown = io.StringIO()
    monkeypatch.setattr(console, "out", Console(file=shown, width=80))
    tasks = ("score", "langevin", "scorenet", "loss", "gradient_map", "sampler")
    row = {"student": "ada", **dict.fromkeys(tasks, 33.33), "gradient_map": "by hand", "total": 88.88}
    console.show_grades([{**row, "status": status.value}])
    lines = shown.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    words = shown.getvalue().split()
    assert [word for word in (*row, "ada", "88.88", *status.split()) if word not in words] == []


def test_a_cell_of_which_nothing_is_known_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "out", Console(file=(shown := io.StringIO()), width=80))
    console.show_grades([{"student": "ada", "score": None, "total": 0.0, "status": "graded"}])
    assert shown.getvalue().split()[-3:] == ["ada", "0", "graded"]
