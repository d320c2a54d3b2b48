"""Grades a large class by one command, to see whether time, memory or errors grow with it."""

import tempfile
import time
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import click

from bench import command, graders, students, tables
from grader.course import Course

ROLES = ("main", "worker", "warm process", "kernel")


def measure(course: Course, assignment: str, count: int, jobs: int) -> dict[str, Any]:
    """Measure the grading of a made-up class, and check the points.

    Raises:
        click.ClickException: the command failed, or points are wrong.
    """
    with tempfile.TemporaryDirectory(prefix="bench-crowd-") as place:
        grader = graders.this_grader(course, Path(place, "course"), assignment, jobs)
        students.hand_in(course, grader.folder, assignment, range(count))
        started = time.time()
        used = command.run(grader.commands[0], grader.folder, Path(place, "log"))
        results = Course(grader.folder).result_file(assignment, "*")
        ended = sorted(path.stat().st_mtime for path in results.parent.glob(results.name))
        wrong = students.misgraded(course, assignment, range(count), grader.points(grader.folder), grader.partial)
        if wrong:
            raise click.ClickException("Some were graded wrongly:\n" + "\n".join(wrong))
        return {
            "rises": used.rises,
            "memory": used.memory,
            "ended": ended,
            "after": started + used.seconds - ended[-1],
            "gradebook": (grader.folder / "gradebook.db").stat().st_size,
        }


def tenths(ended: list[float], jobs: int) -> tuple[float, float]:
    """Give the median seconds per submission and worker in the first and the last tenth of a class.

    In the time between one result and the one `jobs` later, each worker has graded one submission, on average.
    """
    took = [later - sooner for sooner, later in zip(ended, ended[jobs:], strict=False)]
    tenth = max(1, len(took) // 10)
    return median(took[:tenth]), median(took[-tenth:])


def render(figures: dict[str, Any], jobs: int) -> str:
    """Make two tables of what the class took: what might have grown, and the rest."""
    ended, rises = figures["ended"], figures["rises"]
    grown = [("seconds per submission and worker, median of the tenth", *tenths(ended, jobs), ".2f")]
    for role in ROLES:
        early, late = (command.peak(rises, role, ended[place]) / 2**20 for place in (len(ended) // 10, -1))
        grown.append((f"peak memory of a process so far, {role}, MiB", early, late, ".0f"))
    tenth = max(1, len(figures["memory"]) // 10)
    together = [bytes_ / 2**20 for _, bytes_ in figures["memory"]]
    first, last = together[:tenth], together[-tenth:]
    grown.append(
        ("all processes together, shared pages once, MiB, median of the tenth", median(first), median(last), ".0f")
    )
    compared = [[what, f"{first:{form}}", f"{last:{form}}", f"{last / first:.2f}"] for what, first, last, form in grown]
    longest = max((later - sooner for sooner, later in pairwise(ended)), default=0.0)
    rest = [
        ["longest time without a result, seconds", f"{longest:.1f}"],
        ["from the last result to the end of the command: report and tables, seconds", f"{figures['after']:.1f}"],
        ["peak memory of main in that time, MiB", f"{command.peak(rises, 'main') / 2**20:.0f}"],
        ["gradebook, KiB per submission", f"{figures['gradebook'] / 1024 / len(ended):.1f}"],
    ]
    growth = tables.table(["", "first tenth", "last tenth", "last over first"], compared)
    return f"{growth}\n{tables.table(['', ''], rest)}"


@click.command()
@click.option("--students", "count", default=1000, show_default=True, type=click.IntRange(3), help="Submissions.")
@click.option("--assignment", default="hw3", show_default=True, help="What they hand in.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="Submissions at a time.")
@tables.KEEP
@tables.WRITE
def main(count: int, assignment: str, jobs: int, keep: Path | None, write: bool) -> None:
    """Grade a large made-up class, and look for whatever grows with it."""
    course, of = Course.find(), graders.described(None)
    figures = tables.Figures(keep, students=count, assignment=assignment, jobs=jobs, of=of)
    if "class" not in figures:
        figures.add("class", measure(course, assignment, count, jobs))
    head = f"{count} submissions of `{assignment}` with `--jobs {jobs}`; {of}. All were graded as they are worth.\n\n"
    page = course.root / "docs" / "performance.md" if write else None
    tables.show(head + render(figures["class"], jobs), "large class", page)


if __name__ == "__main__":
    main()
