"""Measures seconds per submission: the same class by stock nbgrader, by this grader on one core and two, by Otter."""

import itertools
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pandas as pd

from bench import command, graders, students, tables
from grader.course import CONFIG, Course

FEW = 2  # students of the first of two commands, so that each job has one
AUTOGRADE, WITH_PAGES = "`nbgrader autograde`", "`nbgrader autograde`, then `generate_feedback`"
WAYS = {  # of each row: the grader, and how many of its commands are counted
    AUTOGRADE: ("nbgrader", 1),
    WITH_PAGES: ("nbgrader", 2),
    "`grader grade --jobs 1`": ("1 job", 1),
    "`grader grade --jobs 2`": ("2 jobs", 1),
    "`grader grade --jobs 2`, figures drawn, 20 steps": ("2 jobs, drawn", 1),
    "`otter run`": ("Otter", 1),
}
DRAWN = '\nget_config().SandboxProvisioner.environment = {"HW3_TRAINING_STEPS": "20"}\n'
MEASURED = ("seconds", "processor")


def set_up(course: Course, folder: Path, otter: Path | None) -> list[graders.Grader]:
    """Set up all graders, each with a course of its own."""
    one = replace(graders.this_grader(course, folder / "this"), name="1 job")
    two = replace(one, name="2 jobs", commands=((*one.commands[0][:-1], "2"),))
    drawn = replace(graders.this_grader(course, folder / "drawn", jobs=2), name="2 jobs, drawn", figures=False)
    with (drawn.folder / CONFIG).open("a", encoding="utf-8") as settings:
        settings.write(DRAWN)
    found = [graders.nbgrader(course, folder / "nbgrader", graders.HIDDEN_TESTS), one, two, drawn]
    return found + ([graders.otter(course, folder / "otter", otter, graders.HIDDEN_TESTS)] if otter else [])


def measure(course: Course, grader: graders.Grader, numbers: Sequence[int]) -> dict[str, Any]:
    """Measure each command of a grader on some students, and check the points.

    Raises:
        click.ClickException: a command failed, or points are wrong.
    """
    with tempfile.TemporaryDirectory(prefix="bench-class-") as place:
        folder = Path(place, "course")
        shutil.copytree(grader.folder, folder)
        students.hand_in(course, folder, "hw3", numbers, figures=grader.figures)
        used = [command.run(step, folder, Path(place, "log")) for step in grader.commands]
        wrong = students.misgraded(course, "hw3", numbers, grader.points(folder), grader.partial)
        if not grader.figures and (share := students.drawn(course, folder, "hw3", numbers)) < 0.5:
            wrong.append(f"of all figures {share:.0%} were drawn")  # text in a figure's place would look like speed
    if wrong:
        raise click.ClickException(f"{grader.name} grades wrongly, and is not timed:\n" + "\n".join(wrong))
    figures = {what: [getattr(one, what) for one in used] for what in MEASURED}
    return {"grader": grader.name, "students": len(numbers), **figures}


def per_submission(runs: Mapping[str, Any]) -> pd.DataFrame:
    """Arrange what each way took: a row for each round and way.

    Columns are seconds and processor seconds of the command for few students, and those that each further one takes.
    """
    rows = []
    for round_, (way, (name, count)) in itertools.product(sorted({key.split()[0] for key in runs}), WAYS.items()):
        few, many = (runs.get(f"{round_} {name}, {size}") for size in ("few", "many"))
        if few and many:
            more = many["students"] - few["students"]
            start, end = ({what: sum(run[what][:count]) for what in MEASURED} for run in (few, many))
            each = {what: (end[what] - start[what]) / more for what in MEASURED}
            rows.append({"round": round_, "way": way, "few": start["seconds"], **each})
    return pd.DataFrame(rows).pivot(index="round", columns="way")


def compare(runs: Mapping[str, Any]) -> str:
    """Make the table of seconds per submission, with stock nbgrader's in the same round over them."""
    found = per_submission(runs)
    few, seconds, processor = (found[what] for what in ("few", *MEASURED))
    times = (seconds.rdiv(seconds[way], axis="index") for way in (AUTOGRADE, WITH_PAGES))
    shown = (seconds, processor, few, *times)
    head = ["command", "seconds each", "processor seconds each", f"whole command for {FEW}"]
    head += ["times autograde", "times autograde and feedback"]
    rows = [[way, *(tables.spread(frame[way]) for frame in shown)] for way in WAYS if way in seconds]
    return tables.table(head, rows)


@click.command()
@click.option(
    "--students", "count", default=60, show_default=True, type=click.IntRange(FEW + 1), help="Students in all."
)
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1), help="Parts of the class, in turn.")
@tables.OTTER
@tables.KEEP
@tables.WRITE
def main(count: int, rounds: int, otter: Path | None, keep: Path | None, write: bool) -> None:
    """Time whole commands on the same class, one after the other, and print how many times faster than stock nbgrader.

    Each round begins with another grader. In a round each grader has two commands, for few students and for many; what
    the second takes longer is what its further students take. Before the first round each has students who do not
    count: so what is made once for a home, matplotlib's list of fonts for instance, is made.
    """
    if count // rounds <= FEW:
        raise click.UsageError(f"Each round needs more than {FEW} students: {rounds * (FEW + 1)} in all, or more.")
    course = Course.find()
    figures = tables.Figures(keep, students=count, rounds=rounds, of=graders.described(otter))
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        compared = set_up(course, Path(place), otter)
        for grader in compared:
            measure(course, grader, range(FEW))
        for number in range(rounds):
            part = range(number, count, rounds)
            for grader in compared[number % len(compared) :] + compared[: number % len(compared)]:
                for size, numbers in (("few", part[:FEW]), ("many", part)):
                    if (key := f"{number} {grader.name}, {size}") not in figures:
                        figures.add(key, measure(course, grader, numbers))
                        click.echo(f"{key}: {figures[key]['seconds']} s", err=True)
    head = f"{count} submissions of homework 3, rounds: {rounds}; {figures.settings['of']}.\n\n"
    page = course.root / "docs" / "performance.md" if write else None
    tables.show(head + compare(figures), "speed", page)


if __name__ == "__main__":
    main()
