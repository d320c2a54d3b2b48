"""A large class by one command: does anything grow with it, in time, in memory, or in errors?"""

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import median

import click
import clock
import machine
import pupils
import section
from sides import in_results, lay_out
from speed import PROGRAMS, Figures, begun, environment
from watch import Rise, Watch, peak

from grader.course import Course
from grader.notebooks import automatic_tasks, read_notebook

MIB = 1 << 20
ROLES = ("main", "worker", "kernel")


@contextmanager
def place_of(kept: Path | None) -> Iterator[Path]:
    """Where the class is graded: beside the kept figures, so that a broken-off run goes on, or nowhere for long."""
    if kept is None:
        with tempfile.TemporaryDirectory(prefix="bench-crowd-") as folder:
            yield Path(folder)
    else:
        folder = kept.absolute().with_suffix(".course")
        folder.mkdir(exist_ok=True)
        yield folder


def measure(course: Course, figures: Figures, place: Path, kept: Path | None) -> None:
    """Grade who is not graded yet; what it took, and what came of it, go into the figures.

    Raises:
        click.ClickException: the command failed.
    """
    assignment, folder = figures["assignment"], place / "course"
    mine = Course(folder) if folder.is_dir() else lay_out(course, folder, assignment)
    if not (folder / "submitted" / pupils.named(figures["students"] - 1)).is_dir():
        pupils.hand_in(course, folder, assignment, range(figures["students"]))
    grade = (f"{PROGRAMS}/grader", "grade", assignment, "--jobs", str(figures["jobs"]))
    started = time.time()
    with Watch(os.getpid()) as watch:
        try:
            took = clock.run(grade, folder, environment(os.path.expanduser("~")), place / "log")
        finally:
            figures.setdefault("rises", []).extend(watch.rises)
            if kept:
                kept.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    ended = done(mine, assignment)
    figures["after"] = started + took.seconds - max(started, ended[-1])
    figures["ended"] = ended
    figures["gradebook"] = (folder / "gradebook.db").stat().st_size
    figures["wrong"] = misjudged(course, mine, figures)
    if kept:
        kept.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def done(course: Course, assignment: str) -> list[float]:
    """When the result of each submission was written, in order, seconds since the epoch."""
    return sorted(path.stat().st_mtime for path in course.result_file(assignment, "*").parent.glob("student-*.json"))


def misjudged(course: Course, mine: Course, figures: Figures) -> list[str]:
    """The submissions whose result is not what their answers are worth, a line each."""
    assignment = figures["assignment"]
    known, points = pupils.kinds(course, assignment), in_results(mine.root)
    best = automatic_tasks(read_notebook(course.notebook(assignment)))
    return [
        f"{pupils.named(number)}: {line}"
        for number in range(figures["students"])
        for line in pupils.misjudged(
            pupils.answers_of(known, number), points.get(pupils.named(number), {}), best, partial=True
        )
    ]


def tenths(ended: list[float], jobs: int) -> tuple[float, float]:
    """Median seconds per submission and worker in the first and the last tenth of a class.

    In the time between one result and the one `jobs` later, each worker has done one submission, on average.
    """
    took = [later - sooner for sooner, later in zip(ended, ended[jobs:], strict=False)]
    tenth = max(1, len(took) // 10)
    return median(took[:tenth]), median(took[-tenth:])


def render(figures: Figures) -> str:
    """What the class took, in two tables: what might have grown, and the rest."""
    jobs, ended, rises = figures["jobs"], figures["ended"], [Rise(*rise) for rise in figures["rises"]]
    first, last = tenths(ended, jobs)
    pairs = [("seconds per submission and worker, median of the tenth", first, last, ".2f")]
    for role in ROLES:
        early, late = (peak(rises, role, ended[place]) / MIB for place in (len(ended) // 10, -1))
        pairs.append((f"peak memory of a process so far, {role}, MiB", early, late, ".0f"))
    compared = [
        [what, f"{sooner:{form}}", f"{later:{form}}", f"{later / sooner:.2f}"] for what, sooner, later, form in pairs
    ]
    longest = max((later - sooner for sooner, later in pairwise(ended)), default=0.0)
    rest = [
        ["longest time without a result, seconds", f"{longest:.1f}"],
        ["from the last result to the end of the command: report and tables, seconds", f"{figures['after']:.1f}"],
        ["peak memory of main in that time, MiB", f"{peak(rises, 'main') / MIB:.0f}"],
        ["gradebook, KiB per submission", f"{figures['gradebook'] / 1024 / len(ended):.1f}"],
        ["results that are not what the answers are worth", str(len(figures["wrong"]))],
    ]
    head = f"{len(ended)} submissions of `{figures['assignment']}` with `--jobs {jobs}`; {figures['of']}.\n\n"
    growth = section.table(["", "first tenth", "last tenth", "last over first"], compared)
    return head + growth + "\n" + section.table(["", ""], rest)


@click.command()
@click.option("--students", default=1000, show_default=True, type=click.IntRange(2), help="Submissions.")
@click.option("--assignment", default="warmup", show_default=True, help="What they hand in.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="Submissions at a time.")
@click.option("--keep", "kept", type=click.Path(path_type=Path), help="Keep figures in this file, the class beside it.")
@click.option("--write", "to_document", is_flag=True, help="Put the table into docs/performance.md.")
@click.option("--show", is_flag=True, help="Measure nothing, show what was kept.")
def main(students: int, assignment: str, jobs: int, kept: Path | None, to_document: bool, show: bool) -> None:
    """Grade a large made-up class, and look for whatever grows with it."""
    course = Course.find(Path(__file__).parent)
    figures = begun(kept, students=students, assignment=assignment, jobs=jobs)
    if not show and "wrong" not in figures:
        figures["of"] = machine.described()
        with place_of(kept) as place:
            measure(course, figures, place, kept)
    if "wrong" not in figures:
        raise click.ClickException("The class has not been graded to its end, and there is nothing to show.")
    if figures["wrong"]:
        raise click.ClickException("Some were judged wrongly:\n" + "\n".join(figures["wrong"]))
    text = render(figures)
    click.echo(text)
    if to_document:
        section.write(course.root / "docs" / "performance.md", "large class", text)


if __name__ == "__main__":
    main()
