"""Measures seconds per submission: the same class by stock nbgrader, by this grader on one core and two, by Otter."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pandas as pd

from bench import command, graders, students, tables
from grader.course import Course

WAYS = {  # of each row: the grader, and how many of its commands are counted
    "`nbgrader autograde`": ("nbgrader", 1),
    "`nbgrader autograde`, then `generate_feedback`": ("nbgrader", 2),
    "`grader grade --jobs 1`": ("1 job", 1),
    "`grader grade --jobs 2`": ("2 jobs", 1),
    "`otter run`": ("Otter", 1),
}
ALONE, WITH_PAGES = list(WAYS)[:2]
MEASURED = ("seconds", "processor")


def set_up(course: Course, folder: Path, otter: Path | None) -> list[graders.Grader]:
    """Set up all graders, each with a course of its own."""
    one = replace(graders.this_grader(course, folder / "this"), name="1 job")
    two = replace(one, name="2 jobs", commands=((*one.commands[0][:-1], "2"),))
    found = [graders.nbgrader(course, folder / "nbgrader", graders.HIDDEN_TESTS), one, two]
    return found + ([graders.otter(course, folder / "otter", otter, graders.HIDDEN_TESTS)] if otter else [])


def measure(course: Course, grader: graders.Grader, numbers: range) -> dict[str, Any]:
    """Measure each command of a grader on some students, and check the points.

    Raises:
        click.ClickException: a command failed, or points are wrong.
    """
    with tempfile.TemporaryDirectory(prefix="bench-class-") as place:
        folder = Path(place, "course")
        shutil.copytree(grader.folder, folder)
        students.hand_in(course, folder, "hw3", numbers)
        used = [command.run(step, folder, Path(place, "log")) for step in grader.commands]
        wrong = students.misgraded(course, "hw3", numbers, grader.points(folder), grader.partial)
    if wrong:
        raise click.ClickException(f"{grader.name} grades wrongly, and is not timed:\n" + "\n".join(wrong))
    figures = {what: [getattr(one, what) for one in used] for what in MEASURED}
    return {"grader": grader.name, "students": len(numbers), **figures}


def per_submission(runs: Mapping[str, Any]) -> pd.DataFrame:
    """Arrange seconds and processor seconds per submission: a row for each round, a column for each way measured."""
    rows = [
        {"round": key.split()[0], "way": way, **{what: sum(run[what][:count]) / run["students"] for what in MEASURED}}
        for key, run in runs.items()
        for way, (name, count) in WAYS.items()
        if run["grader"] == name
    ]
    return pd.DataFrame(rows).pivot(index="round", columns="way")


def compare(runs: Mapping[str, Any]) -> str:
    """Make the table of seconds per submission, with ratios to stock nbgrader's in the same round."""
    found = per_submission(runs)
    seconds, processor = (found[what] for what in MEASURED)
    shown = (seconds, processor, *(seconds.div(seconds[way], axis="index") for way in (ALONE, WITH_PAGES)))
    head = ["whole command", "seconds", "processor seconds", "to autograde", "to autograde and feedback"]
    rows = [[way, *(tables.spread(frame[way]) for frame in shown)] for way in WAYS if way in seconds]
    return tables.table(head, rows)


@click.command()
@click.option("--students", "count", default=60, show_default=True, type=click.IntRange(2), help="Students in all.")
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1), help="Parts of the class, in turn.")
@tables.OTTER
@tables.KEEP
@tables.WRITE
def main(count: int, rounds: int, otter: Path | None, keep: Path | None, write: bool) -> None:
    """Time whole commands on the same class, one after the other, and print ratios to stock nbgrader.

    Each round begins with another grader. At first each has one student whose time does not count: so what is made
    once for a home, matplotlib's list of fonts for instance, is made.
    """
    course = Course.find()
    figures = tables.Figures(keep, students=count, rounds=rounds, of=graders.described(otter))
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        compared = set_up(course, Path(place), otter)
        for grader in compared:
            measure(course, grader, range(1))
        for number in range(rounds):
            for grader in compared[number % len(compared) :] + compared[: number % len(compared)]:
                if (key := f"{number} {grader.name}") not in figures:
                    figures.add(key, measure(course, grader, range(number, count, rounds)))
                    click.echo(f"{key}: {figures[key]['seconds']} s", err=True)
    head = f"{count} submissions of homework 3, rounds: {rounds}; {figures.settings['of']}.\n\n"
    page = course.root / "docs" / "performance.md" if write else None
    tables.show(head + compare(figures), "speed", page)


if __name__ == "__main__":
    main()
