"""Where the time of one submission goes: the parts of grading it, timed from outside, against one warm process."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import click
import clock
import machine
import parts
import pupils
import section
import warm
from sides import in_results, lay_out
from speed import PROGRAMS, Figures, begun, environment
from stopwatch import Stopwatch

from grader.course import Course
from grader.judging.notebook import content_key
from grader.notebooks import automatic_tasks, read_notebook
from grader.pipeline import attempt


def dissect(course: Course, number: int) -> dict[str, float]:
    """Seconds of each part of grading one student's submission in this process.

    Raises:
        click.ClickException: the points are wrong, or a part was not seen: the grader no longer calls what is wrapped.
    """
    watch, student = Stopwatch(), pupils.named(number)
    with watch.watching(parts.watched()), watch.part(parts.REST):
        attempt.grade_one(str(course.root), "hw3", student)
    answers = pupils.answers_of(pupils.HOMEWORK, number)
    best = automatic_tasks(read_notebook(course.notebook("hw3")))
    wrong = pupils.misjudged(answers, in_results(course.root).get(student, {}), best, partial=True)
    if wrong:
        raise click.ClickException(f"A grader that judges wrongly is not timed: {student}, {'; '.join(wrong)}")
    unseen = [part for part in parts.ORDER if part not in watch.seconds]
    if unseen:
        raise click.ClickException(
            f"{student}: no call counted for {', '.join(unseen)}; see watched() in {parts.__file__}."
        )
    return dict(watch.seconds)


def floor(course: Course, number: int) -> dict[str, float]:
    """Seconds of the cells and of the hidden tests of one submission, in this process, which has imported all.

    Raises:
        click.ClickException: the points are not those of the submission's result.
    """
    student = pupils.named(number)
    notebook = read_notebook(course.root / "submitted" / student / "hw3" / "hw3.ipynb")
    hidden = course.hidden("hw3")
    assert hidden is not None
    started = time.perf_counter()
    names = warm.run_cells(notebook)
    ran = time.perf_counter()
    tasks = warm.judged(notebook, names, hidden, content_key(notebook, course.secret))
    judged = time.perf_counter()
    points = {task.id: task.points for task in tasks}
    if points != in_results(course.root)[student]:
        raise click.ClickException(
            f"{student}: one process gives {points}, the grader {in_results(course.root)[student]}."
        )
    return {parts.FLOOR_CELLS: ran - started, parts.FLOOR_TESTS: judged - ran}


def measure(course: Course, figures: Figures, kept: Path | None) -> None:
    """Take apart the submissions that are not yet among the figures; the first of a process warms it up."""
    numbers = [number for number in range(1, figures["students"] + 1) if pupils.named(number) not in figures["runs"]]
    if not numbers:
        return
    with tempfile.TemporaryDirectory(prefix="bench-parts-") as place:
        mine = lay_out(course, Path(place, "course"), "hw3")
        pupils.hand_in(course, mine.root, "hw3", [0, *numbers])
        for number in [0, *numbers]:
            taken = dissect(mine, number)
            taken |= floor(mine, number)
            if number == 0:
                grade = (f"{PROGRAMS}/grader", "grade", "hw3", "--force", "--student", pupils.named(0))
                figures["command"] = clock.run(grade, mine.root, dict(os.environ), Path(place, "log")).seconds
                continue
            figures["runs"][pupils.named(number)] = taken
            click.echo(
                f"{pupils.named(number)} {sum(taken[part] for part in parts.ORDER if part in taken):.2f} s", err=True
            )
            if kept:
                kept.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def written(figures: Figures) -> str:
    """The table, and what a whole command takes.

    Raises:
        click.ClickException: nothing has been measured.
    """
    listed: list[Mapping[str, float]] = list(figures["runs"].values())
    if not listed:
        raise click.ClickException("No submission has been taken apart, and there is nothing to show.")
    head = f"The middle half of {len(listed)} submissions of homework 3; {figures['of']}.\n\n"
    told = "The whole command for one submission, with imports, the start of its worker and the report"
    return f"{head}{parts.render(listed)}\n{told}: {figures['command']:.1f} seconds.\n"


@click.command()
@click.option("--students", default=8, show_default=True, type=click.IntRange(1), help="Submissions to take apart.")
@click.option("--keep", "kept", type=click.Path(path_type=Path), help="Keep figures in this file; repeat none of it.")
@click.option("--write", "to_document", is_flag=True, help="Put the table into docs/performance.md.")
@click.option("--show", is_flag=True, help="Measure nothing, show what was kept.")
def main(students: int, kept: Path | None, to_document: bool, show: bool) -> None:
    """Time the parts of grading one submission, and the same cells and tests in one warm process."""
    course = Course.find(Path(__file__).parent)
    figures = begun(kept, students=students)
    if not show:
        figures["of"] = machine.described()
        measure(course, figures, kept)
    text = written(figures)
    click.echo(text)
    if to_document:
        section.write(course.root / "docs" / "performance.md", "parts", text)


if __name__ == "__main__":
    if os.environ.get("OMP_NUM_THREADS") != "1":  # numpy and torch read it when they are imported
        os.execve(sys.executable, [sys.executable, *sys.argv], environment(os.path.expanduser("~")))
    main()
