"""Measures how often `grader similar` shows answers that were written to be different, and copies that look different.

Each copy is put into the class that the bank's right answers to its task make up.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from bench import tables
from bench.disguises import DISGUISES
from grader.bank.answers import read_bank
from grader.course import Course
from grader.notebooks import read_notebook
from grader.reports.similarity.calibration import CONFIDENCE, Line, drawn, most_probable, reaches
from grader.reports.similarity.likeness import Answer, compare
from grader.reports.similarity.texts import tasks

ASSIGNMENT = "hw3"
NAME = f"likeness of {ASSIGNMENT}"
DOCUMENT = Path("docs", "statistics.md")


def measured(course: Course, assignment: str = ASSIGNMENT) -> str:
    """Return the tables: the line of each task and its false alarms, then the copies found."""
    released = read_notebook(course.notebook(assignment, "release"))
    given = [cell.source for cell in released.cells if cell.cell_type == "code"]
    bank: dict[str, list[Answer]] = {name.removesuffix("-answer"): [] for name in tasks([released])}
    for answer in read_bank(course, assignment, "right"):
        bank[answer.task].append(Answer(answer.name, answer.source))
    lines = {task: drawn(answers, given) for task, answers in bank.items()}
    return f"{_alarms(lines)}\n{_found(bank, lines, given)}"


def _alarms(lines: dict[str, Line]) -> str:
    rows = [[f"`{task}`", *_alarm(line)] for task, line in lines.items()]
    whole = Line(
        0, *(sum(getattr(line, part) for line in lines.values()) for part in ("answers", "pairs", "above", "within"))
    )
    rows.append(["together", *_alarm(whole)[:3], "", *_alarm(whole)[4:6], ""])
    head = (
        "task",
        "answers",
        "pairs compared",
        "reach the line",
        "line",
        "share of pairs",
        "below, with 95 %",
        "highest",
    )
    return tables.table(head, rows)


def _alarm(line: Line) -> list[str]:
    above = f"{line.above}, of {line.within} answers" if line.above else "0"
    bound = f"{100 * most_probable(line.above, line.pairs, CONFIDENCE):.1f} %"
    share = f"{100 * line.above / line.pairs:.1f} %"
    return [str(line.answers), str(line.pairs), above, f"{line.percent} %", share, bound, f"{line.highest} %"]


def _found(bank: dict[str, list[Answer]], lines: dict[str, Line], given: Sequence[str]) -> str:
    rows = []
    for name, disguise in DISGUISES.items():
        counts = [_found_of(answers, lines[task], given, disguise) for task, answers in bank.items()]
        together = f"{sum(found for found, _ in counts)} of {sum(of for _, of in counts)}"
        rows.append([name, *(f"{found} of {of}" for found, of in counts), together])
    return tables.table(("copy", *(f"`{task}`" for task in bank), "together"), rows)


def _found_of(
    answers: Sequence[Answer], line: Line, given: Sequence[str], disguise: Callable[[str], str]
) -> tuple[int, int]:
    """Return how many copies of a kind reach the line with what they are copies of, and of how many."""
    found = sum(_reaches(answers, place, line, given, disguise(answer.source)) for place, answer in enumerate(answers))
    return found, len(answers)


def _reaches(answers: Sequence[Answer], place: int, line: Line, given: Sequence[str], copy: str) -> bool:
    pairs: Iterator[float] = (
        pair.share
        for pair in compare([*answers, Answer("copy", copy)], given).pairs
        if (pair.left, pair.right) == (place, len(answers))
    )
    return reaches(next(pairs, 0.0), line.percent)


@click.command()
@tables.WRITE
def main(write: bool) -> None:
    """Measure likeness on the bank's right answers of hw3."""
    course = Course.find()
    tables.show(measured(course), NAME, course.root / DOCUMENT if write else None)


if __name__ == "__main__":
    main()
