"""Grades the broken bank of homework 3 with stock nbgrader and with this grader, and writes both down side by side.

``python bench/broken.py`` renews the table in docs/broken.md; ``--only PATTERN`` prints a few rows instead.
"""

import contextlib
import fnmatch
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import click
import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "broken"))

from cases import TASKS, Case, hand_in, read_cases  # noqa: E402

from grader import demo, results  # noqa: E402
from grader.batch import batch
from grader.course import CONFIG, Course  # noqa: E402

PAGE = ROOT / "docs" / "broken.md"
BEGIN, END = "<!-- broken bank: begin -->\n", "<!-- broken bank: end -->\n"
STEPS = {"HW3_TRAINING_STEPS": "20", "TQDM_DISABLE": "1"}  # nbgrader gives 0 for a check that shows a progress bar
HIDDEN = """
### BEGIN HIDDEN TESTS
away = np.random.normal(size=(50, 2))
assert np.allclose(dist.score(away), -np.linalg.solve([[1.0, -0.7], [-0.7, 1.0]], away.T).T, atol=1e-3)
### END HIDDEN TESTS"""
CELL_SECONDS = 120  # for both graders: on a busy machine an import takes longer than the 30 s of nbgrader's default
BEST = sum(TASKS.values())


def stock_config(root: Path) -> Config:
    """nbgrader as it comes, but for the folder and a time limit of each cell."""
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "stock"
    config.CourseDirectory.db_url = f"sqlite:///{root}/gradebook.db?timeout=60"
    config.Execute.timeout = CELL_SECONDS
    return config


def lay_out_stock(root: Path) -> None:
    """A course of nbgrader's own: the visible checks grade, and the first one holds a hidden test as well."""
    master = nbformat.read(Course(ROOT).notebook("hw3"), as_version=4)
    for cell in master.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "score":
            cell.source += HIDDEN
    folder = root / "source" / "hw3"
    folder.mkdir(parents=True)
    nbformat.write(master, folder / "hw3.ipynb")
    done = NbGraderAPI(config=stock_config(root)).generate_assignment("hw3", force=True, create=True)
    if not done["success"]:
        raise click.ClickException(f"stock nbgrader could not generate the assignment: {done['error']}")


def stock(root: str, student: str) -> str:
    """Grade one submission with stock nbgrader; what came of it, in words. Run in a process of its own."""
    os.environ.update(STEPS)
    warnings.simplefilter("ignore")
    config = stock_config(Path(root))
    with contextlib.redirect_stderr(io.StringIO()):
        done = NbGraderAPI(config=config).autograde("hw3", student, force=True, create=True)
    return _points(config, student) if done["success"] else f"fails: {_error(done)}"


def _points(config: Config, student: str) -> str:
    with Gradebook(config.CourseDirectory.db_url) as gradebook:
        try:
            submission = gradebook.find_submission("hw3", student)
        except MissingEntry:
            return "no submission, no word"
        grades = {grade.name: grade.auto_score for grade in submission.notebooks[0].grades if grade.name in TASKS}
    empty = sum(score is None for score in grades.values())
    points = f"{sum(score or 0 for score in grades.values()):g} of {BEST}"
    if empty == len(TASKS):
        return "no score at all, exported as 0"
    return f"{points}, {empty} tasks without a score" if empty else points


def _error(done: dict[str, str]) -> str:
    """The error that ended it, by its name, and what it means for the others in the same run."""
    said = "\n".join(filter(None, (done.get("log"), done.get("error"))))
    if "old version" in said and "metadata" in said:
        return "SchemaTooOldError, and the whole class with it"
    if "No notebooks were matched" in said:
        return "no notebook matched"
    if "No notebooks found" in said:
        return "no notebook of a known name"
    names = re.findall(r"^\s*(?:[\w.]+\.)?(\w*(?:Error|Exception|Invalid\w*))\b", said, re.MULTILINE)
    telling = [name for name in names if name != "NbGraderException"]
    return telling[-1] if telling else "an error without a name"


def whole_class(root: str, count: int) -> str:
    """What one run of stock nbgrader over the class leaves undone, in words."""
    settings = f"c = get_config()\nc.CourseDirectory.course_id = 'stock'\nc.Execute.timeout = {CELL_SECONDS}\n"
    Path(root, "nbgrader_config.py").write_text(settings, encoding="utf-8")
    programs = Path(sys.executable).parent
    environment = {**os.environ, **STEPS, "PATH": os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)])}
    for step in ("generate_assignment", "autograde"):
        done = subprocess.run([programs / "nbgrader", step, "hw3"], cwd=root, env=environment, capture_output=True)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        reached = {submission.student.id for submission in gradebook.assignment_submissions("hw3")}
    return (
        f"One `nbgrader autograde hw3` over the same class ended with exit status {done.returncode} at the case "
        f"`{max(reached, default='none')}`, after {len(reached)} of {count} submissions; it says nothing of the others."
    )


def ours(root: Path, cases: Sequence[Case], jobs: int) -> dict[str, str]:
    """What this grader makes of the class, in words, by case."""
    course = demo.lay_out(Course(ROOT), root)
    shutil.copytree(ROOT / "release" / "hw3", course.root / "release" / "hw3")
    limits = f"c.ExecuteAndJudge.timeout = {CELL_SECONDS}\nc.ExecuteAndJudge.submission_seconds = {10 * CELL_SECONDS}\n"
    with (course.root / CONFIG).open("a", encoding="utf-8") as config:
        config.write(limits)
    for case in cases:
        hand_in(case, Course(ROOT), course.root / "submitted" / case.name / "hw3")
    names = [case.name for case in cases]
    batch.grade(course, "hw3", names, jobs=jobs, done=lambda name: click.echo(f"ours: {name}", err=True))
    return {case.name: _ours(course, case) for case in cases}


def _ours(course: Course, case: Case) -> str:
    result = results.from_json(course.result_file("hw3", case.name).read_text(encoding="utf-8"))
    points = {task.id: task.points for task in result.tasks}
    right = points == case.points and (not case.reason or case.reason in result.reason)
    said = f"{result.status}: {result.reason}" if result.reason else f"{result.score:g} of {result.max:g}"
    told = len(result.notes)
    said += f", {told} repair{'s' if told > 1 else ''} told" if told else ""
    return said if right else f"NOT AS EXPECTED: {said}"


def row(case: Case, theirs: str, mine: str) -> str:
    """One line of the table, in Markdown."""
    meant = f"{sum(case.points.values()):g}" if case.points else "a person's look"
    cells = (f"`{case.name}`", case.why, meant, theirs, mine)
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"


def write(fresh: dict[str, str], at_once: str) -> None:
    """Renew rows of the table in docs/broken.md; the others stay, and a case without a row is said to be missing."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    old, _, after = rest.partition(END)
    kept = {match[1]: match[0] for match in re.finditer(r"^\| `(\w+)` \|.*$", old, re.MULTILINE)}
    class_ = at_once or next((line for line in old.splitlines() if line.startswith("One `nbgrader")), "")
    rows, missing = [], []
    for case in read_cases(Course(ROOT)):
        line = fresh.get(case.name) or kept.get(case.name)
        (rows if line else missing).append(line or f"`{case.name}`")
    head = ["| case | what happened | meant | stock nbgrader | this grader |", "| --- | --- | --- | --- | --- |"]
    gaps = [f"Not run yet: {', '.join(missing)}.", ""] if missing else []
    text = "\n".join([*gaps, *([class_, ""] if class_ else []), *head, *rows])
    PAGE.write_text(f"{before}{BEGIN}{text}\n{END}{after}", encoding="utf-8")


@click.command()
@click.option("--only", metavar="PATTERN", multiple=True, help="Only cases of such names; may be repeated.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="Submissions at a time.")
def main(only: tuple[str, ...], jobs: int) -> None:
    """Grade the broken bank with stock nbgrader and with this grader; renew its rows in docs/broken.md."""
    everybody = read_cases(Course(ROOT))
    cases = [case for case in everybody if any(fnmatch.fnmatch(case.name, pattern) for pattern in only or ("*",))]
    if not cases:
        raise click.UsageError("no case is named like that.")
    with tempfile.TemporaryDirectory(prefix="grader-bench-") as folder:
        root = Path(folder).resolve() / "stock"
        lay_out_stock(root)
        for case in cases:
            hand_in(case, Course(ROOT), root / "submitted" / case.name / "hw3")
        class_ = Path(folder).resolve() / "class"
        shutil.copytree(root / "source", class_ / "source")
        shutil.copytree(root / "submitted", class_ / "submitted", symlinks=True)
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            tasks = {case.name: pool.submit(stock, str(root), case.name) for case in cases}
            at_once = pool.submit(whole_class, str(class_), len(cases)) if cases == everybody else None
            mine = ours(Path(folder).resolve() / "ours", cases, jobs)
            fresh = {case.name: row(case, tasks[case.name].result(), mine[case.name]) for case in cases}
        write(fresh, at_once.result() if at_once else "")
    click.echo("\n".join(fresh.values()))


if __name__ == "__main__":
    main()
