"""Grades the broken submissions of homework 3 with stock nbgrader and with this grader, side by side.

The cases are those of tests/broken, which must be on the PYTHONPATH; see `make bench-broken`.
"""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from pathlib import Path

import click

from bench import command, graders, tables
from grader import results
from grader.batch import batch
from grader.course import Course
from tests.broken.cases import TASKS, Case, hand_in, read_cases

CELL_SECONDS = 120  # for both graders: on a busy machine an import takes longer than nbgrader's default of 30 s
ERRORS = {  # what a log holds, and how the table puts it
    r"old version\s+of the nbgrader metadata": "SchemaTooOldError, and the whole class with it",
    "No notebooks were matched": "no notebook matched",
    "No notebooks found": "no notebook of a known name",
}


def run_stock(stock: graders.Grader, folder: Path, *arguments: str) -> tuple[int, str]:
    """Run stock nbgrader on a course; its exit status and its log.

    Progress bars are off: nbgrader gives no points to a check that shows one.
    """
    line, settings = [*stock.commands[0], *arguments], command.environment(TQDM_DISABLE="1")
    done = subprocess.run(line, cwd=folder, env=settings, capture_output=True, text=True, errors="replace")
    return done.returncode, done.stderr


def stock_outcome(stock: graders.Grader, student: str) -> str:
    """Grade one submission with stock nbgrader; what came of it, in words."""
    status, log = run_stock(stock, stock.folder, "--student", student)
    if status:
        return f"fails: {error_in(log)}"
    given = stock.points(stock.folder).get(student)
    if given is None:
        return "no submission, no word"
    points = [given.get(task) for task in TASKS]
    if not any(score is not None for score in points):
        return "no score at all, exported as 0"
    empty = f", {points.count(None)} tasks without a score" if None in points else ""
    return f"{sum(filter(None, points)):g} of {sum(TASKS.values())}{empty}"


def error_in(log: str) -> str:
    """Name the error that ended a run, and say what it means for the others in the same run."""
    for pattern, words in ERRORS.items():
        if re.search(pattern, log):
            return words
    names = re.findall(r"^\s*(?:[\w.]+\.)?(\w*(?:Error|Exception|Invalid\w*))\b", log, re.MULTILINE)
    return next((name for name in reversed(names) if name != "NbGraderException"), "an error without a name")


def whole_class(stock: graders.Grader, folder: Path, count: int) -> str:
    """Grade the whole class by one run of stock nbgrader on a copy; what it leaves undone, in words."""
    status, _ = run_stock(stock, folder)
    reached = stock.points(folder).keys()
    return (
        f"One `nbgrader autograde hw3` over the same class ended with exit status {status} at the case "
        f"`{max(reached, default='none')}`, after {len(reached)} of {count} submissions; it says nothing of the others."
    )


def our_outcome(course: Course, case: Case) -> str:
    """Say what came of a case that this grader has graded, in words."""
    result = results.from_json(course.result_file("hw3", case.name).read_text(encoding="utf-8"))
    points = {task.id: task.points for task in result.tasks}
    right = points == case.points and (not case.reason or case.reason in result.reason)
    said = f"{result.status}: {result.reason}" if result.reason else f"{result.score:g} of {result.max:g}"
    if told := len(result.notes):
        said += f", {told} repair{'s' if told > 1 else ''} noted"
    return said if right else f"NOT AS EXPECTED: {said}"


def grade(course: Course, folder: Path, cases: Sequence[Case], jobs: int, at_once: bool) -> tuple[dict[str, str], str]:
    """Grade cases with both graders; a row of the table for each, and a line on the whole class if that is wanted."""
    tests = {"score": graders.HIDDEN_TESTS["score"]}
    stock = graders.nbgrader(course, folder / "stock", tests, seconds=CELL_SECONDS)
    ours = Course(graders.this_grader(course, folder / "ours", seconds=CELL_SECONDS).folder)
    for case in cases:
        for root in (stock.folder, ours.root):
            hand_in(case, course, root / "submitted" / case.name / "hw3")
    shutil.copytree(stock.folder, folder / "class", symlinks=True)
    with ThreadPoolExecutor(jobs) as pool:
        theirs = pool.map(lambda case: stock_outcome(stock, case.name), cases)
        line = pool.submit(whole_class, stock, folder / "class", len(cases)) if at_once else None
        batch.grade(ours, "hw3", [case.name for case in cases], jobs=jobs, done=lambda name: click.echo(name, err=True))
        rows = {case.name: row(case, told, our_outcome(ours, case)) for case, told in zip(cases, theirs, strict=True)}
        return rows, line.result() if line else ""


def row(case: Case, theirs: str, ours: str) -> str:
    """Make one line of the table, in Markdown."""
    meant = f"{sum(case.points.values()):g}" if case.points else "a person's look"
    cells = (f"`{case.name}`", case.why, meant, theirs, ours)
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |\n"


def renewed(old: str, fresh: dict[str, str], line: str, names: Sequence[str]) -> str:
    """Make the table anew from fresh rows and from those that stood there; say which cases have none."""
    rows = {match[1]: match[0] for match in re.finditer(r"^\| `(\w+)` \|.*\n", old, re.MULTILINE)} | fresh
    line = line or next((one for one in old.splitlines() if one.startswith("One `nbgrader")), "")
    missing = [f"`{name}`" for name in names if name not in rows]
    gaps = f"Not run yet: {', '.join(missing)}.\n\n" if missing else ""
    head = tables.table(["case", "what happened", "meant", "stock nbgrader", "this grader"], [])
    return gaps + (f"{line}\n\n" if line else "") + head + "".join(rows[name] for name in names if name in rows)


@click.command()
@click.option("--only", metavar="PATTERN", multiple=True, default=["*"], help="Only cases of such names; repeatable.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="Submissions at a time.")
@tables.WRITE
def main(only: Sequence[str], jobs: int, write: bool) -> None:
    """Grade the broken bank with stock nbgrader and with this grader, and print what came of each case."""
    course = Course.find()
    bank = read_cases(course)
    cases = [case for case in bank if any(fnmatchcase(case.name, pattern) for pattern in only)]
    if not cases:
        raise click.UsageError("no case is named like that.")
    with tempfile.TemporaryDirectory(prefix="bench-broken-") as folder:
        fresh, line = grade(course, Path(folder).resolve(), cases, jobs, at_once=cases == bank)
    page = course.root / "docs" / "broken.md"
    old = tables.section(page, "broken bank")[1] if write else ""
    shown = [case.name for case in (bank if write else cases)]
    tables.show(renewed(old, fresh, line, shown), "broken bank", page if write else None)


if __name__ == "__main__":
    main()
