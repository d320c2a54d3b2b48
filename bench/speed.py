"""Seconds per submission: the same class by stock nbgrader, by this grader on one core and on two, and by Otter."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import clock
import machine
import pupils
import section
import speed_tables
from sides import Side, sides

from grader.course import Course
from grader.notebooks import automatic_tasks, read_notebook

PROGRAMS = Path(sys.executable).parent
TRAINING_STEPS = "20"
BARE = "import matplotlib.pyplot, sklearn.datasets, torch, torch._dynamo"  # much of what a kernel does
Figures = dict[str, Any]


def environment(home: str) -> dict[str, str]:
    """The environment of every command that is timed: numpy and torch have one thread each, training is short."""
    path = os.pathsep.join([str(PROGRAMS), os.environ.get("PATH", os.defpath)])
    return {
        "PATH": path,
        "HOME": home,
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "HW3_TRAINING_STEPS": TRAINING_STEPS,
    }


def measure(course: Course, side: Side, numbers: Sequence[int], home: str) -> list[dict[str, float]]:
    """What each step of one way of grading takes for some students, once its points are seen to be right.

    Raises:
        click.ClickException: a command failed, or the points are wrong.
    """
    with tempfile.TemporaryDirectory(prefix="bench-class-") as place:
        folder = Path(place, "course")
        shutil.copytree(side.template, folder)
        pupils.hand_in(course, folder, "hw3", numbers)
        took = [clock.run(step, folder, environment(home), Path(place, "log")) for step in side.steps]
        points = side.points(folder)
    best, known = automatic_tasks(read_notebook(course.notebook("hw3"))), pupils.kinds(course, "hw3")
    wrong = [
        f"{side.name}, {pupils.named(number)}, {line}"
        for number in numbers
        for line in pupils.misjudged(
            pupils.answers_of(known, number), points.get(pupils.named(number), {}), best, side.partial
        )
    ]
    if wrong:
        raise click.ClickException("A grader that judges wrongly is not timed.\n" + "\n".join(wrong))
    return [asdict(step) for step in took]


def run(course: Course, figures: Figures, rounds: int, otter: Path | None, kept: Path | None) -> None:
    """Make the runs that are not yet among the figures, and add them; each round begins with another grader.

    First each grader has one student whose time does not count: so it is seen whether it judges rightly, and what is
    made once in a home, matplotlib's list of fonts for one, is made.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        ways = sides(course, Path(place), PROGRAMS, otter)
        home = Path(place, "home")
        home.mkdir()
        for side in ways:
            measure(course, side, [0], str(home))
        for number in range(rounds):
            if str(number) not in figures["bare"]:
                figures["bare"][str(number)] = bare_gain(home)
            numbers = range(number, figures["students"], rounds)
            for side in [*ways[number % len(ways) :], *ways[: number % len(ways)]]:
                name = f"{number} {side.name}"
                if name in figures["runs"]:
                    continue
                steps = measure(course, side, numbers, str(home))
                figures["runs"][name] = {"students": len(numbers), "steps": steps}
                click.echo(f"{name:24} {sum(step['seconds'] for step in steps) / len(numbers):6.2f} s each", err=True)
                if kept:
                    kept.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def bare_gain(home: Path) -> float:
    """How much more two processes get done than one on this machine, with no grader about: 2 at best."""
    alone, both = (
        clock.run(["sh", "-c", script, sys.executable, BARE], home, environment(str(home)), home / "log").seconds
        for script in ('"$0" -c "$1"', '"$0" -c "$1" & "$0" -c "$1" & wait')
    )
    return 2 * alone / both


def begun(kept: Path | None, **settings: int | str) -> Figures:
    """The figures of a run that was broken off, or those of a new one.

    Raises:
        click.ClickException: what was kept was measured with other settings.
    """
    if not (kept and kept.is_file()):
        return {**settings, "runs": {}, "bare": {}}
    figures: Figures = json.loads(kept.read_text(encoding="utf-8"))
    if any(figures.get(name) != value for name, value in settings.items()):
        raise click.ClickException(f"{kept} is of other settings than {settings}. Name another file with --keep.")
    return figures


@click.command()
@click.option("--students", default=60, show_default=True, type=click.IntRange(2), help="Students in all.")
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1), help="Parts of the class, in turn.")
@click.option("--otter", type=click.Path(exists=True, path_type=Path), help="The program otter, to time it too.")
@click.option("--keep", "kept", type=click.Path(path_type=Path), help="Keep figures in this file; repeat none of it.")
@click.option("--write", "to_document", is_flag=True, help="Put the tables into docs/performance.md.")
@click.option("--show", is_flag=True, help="Measure nothing, show what was kept.")
def main(students: int, rounds: int, otter: Path | None, kept: Path | None, to_document: bool, show: bool) -> None:
    """Time whole commands on the same class, in turn, and print ratios to stock nbgrader."""
    course = Course.find(Path(__file__).parent)
    figures = begun(kept, students=students, rounds=rounds)
    if not show:
        figures["of"] = machine.described(otter)
        run(course, figures, rounds, otter.absolute() if otter else None, kept)
    for name, text in written(figures).items():
        click.echo(text)
        if to_document:
            section.write(course.root / "docs" / "performance.md", name, text)


def written(figures: Mapping[str, Any]) -> dict[str, str]:
    """The two tables, by the names of their places in the document.

    Raises:
        click.ClickException: nothing has been measured.
    """
    found = speed_tables.rounds_of(figures["runs"])
    if not found:
        raise click.ClickException("No round is complete, and there is nothing to show.")
    head = f"{figures['students']} submissions of homework 3, rounds: {len(found)}; {figures['of']}.\n\n"
    return {
        "speed": head + speed_tables.speed(found),
        "two cores": head + speed_tables.two_cores(found, figures["bare"].values()),
    }


if __name__ == "__main__":
    main()
