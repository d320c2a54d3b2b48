"""The graders that are compared, behind one interface: stock nbgrader, this grader, Otter-Grader."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from bench.command import PROGRAMS, environment
from grader import results
from grader.bank.answers import excerpt
from grader.course import CONFIG, Course
from grader.course_copy import scratch_copy
from grader.notebooks import read_notebook
from grader.pipeline import preparation

ASSIGNMENT = "hw3"
CELL_SECONDS = 30  # that a cell may take, unless a measurement sets another limit
HIDDEN_TESTS = {path.stem: path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("hidden_tests/*.py")}
NBGRADER_CONFIG = """c = get_config()
c.CourseDirectory.course_id = "bench"
c.CourseDirectory.db_url = "sqlite:///gradebook.db?timeout=60"
c.Execute.timeout = {}
"""
VERSIONS = ("nbgrader", "nbclient", "jupyter_client", "ipykernel", "numpy", "torch")
OTTER_COMMAND = """for folder in submitted/*; do
mkdir -p results/${{folder#*/}}
{} run -a autograder.zip -o results/${{folder#*/}} --no-logo $folder/hw3/hw3.ipynb
done; true"""
OTTER_TEST = """from otter.test_files import test_case

OK_FORMAT = False
name = "{task}"
points = {points}


@test_case(points={points}, hidden=True)
def test_{task}(env):
    exec({source!r}, dict(env))
"""
Points = dict[str, dict[str, float | None]]  # by student and task


@dataclass(frozen=True)
class Grader:
    """A grader, and a course in the form that it needs.

    Attributes:
        name: what tables call it.
        folder: the course, with homework 3 released and nothing handed in. It may be copied.
        commands: what to run in the folder, or in a copy, in order.
        points: reads what was given from such a folder.
        partial: whether a wrong answer may earn a part of its points.
        prefix: the Python environment it is installed in.
        figures: whether the notebooks that it is given hold figures already.
    """

    name: str
    folder: Path
    commands: tuple[tuple[str, ...], ...]
    points: Callable[[Path], Points]
    partial: bool = False
    prefix: str = sys.prefix
    figures: bool = True


def nbgrader(
    course: Course, folder: Path, tests: Mapping[str, str], task: str | None = None, seconds: int = CELL_SECONDS
) -> Grader:
    """Set up stock nbgrader, with hidden tests in the grade cells.

    Args:
        course: the course whose homework 3 is graded.
        folder: where its course is made.
        tests: the text of hidden tests by task.
        task: the only task that the notebook is to hold; all if None.
        seconds: what a cell may take.
    """
    notebook = _notebook(course, "source", task)
    for cell in notebook.cells:
        if text := tests.get(cell.metadata.get("nbgrader", {}).get("grade_id")):
            cell.source += f"\n### BEGIN HIDDEN TESTS\n{text}### END HIDDEN TESTS"
    _write(notebook, folder, "source")
    (folder / CONFIG).write_text(NBGRADER_CONFIG.format(seconds), encoding="utf-8")
    _run(folder, f"{PROGRAMS}/nbgrader", "generate_assignment", ASSIGNMENT)
    steps = ("autograde", "generate_feedback")
    return Grader("nbgrader", folder, tuple((f"{PROGRAMS}/nbgrader", step, ASSIGNMENT) for step in steps), in_gradebook)


def this_grader(
    course: Course, folder: Path, assignment: str = ASSIGNMENT, jobs: int = 1, task: str | None = None, seconds: int = 0
) -> Grader:
    """Set up this grader, with hidden tests in files of their own; arguments as for `nbgrader`."""
    made = scratch_copy(course, folder, assignment, ("source", "release", "tests"))
    if task:
        for room in ("source", "release"):
            _write(_notebook(course, room, task), folder, room)
    if seconds:
        with (folder / CONFIG).open("a", encoding="utf-8") as config:
            config.write(f"\nc.ExecuteAndJudge.update(timeout={seconds}, submission_seconds={6 * seconds})\n")
    preparation.prepare(made, assignment)
    command = (f"{PROGRAMS}/grader", "grade", assignment, "--jobs", str(jobs))
    return Grader("this grader", folder, (command,), in_results, partial=True)


def otter(course: Course, folder: Path, program: Path, tests: Mapping[str, str], task: str | None = None) -> Grader:
    """Set up Otter-Grader, given its program: visible and hidden tests are in an archive beside the notebook."""
    released = _notebook(course, "release", task)
    _write(released, folder, "release")
    (folder / "tests").mkdir()
    for cell in released.cells:
        mark = cell.metadata.get("nbgrader", {})
        if (name := mark.get("grade_id")) in tests:
            text = OTTER_TEST.format(task=name, points=float(mark["points"]), source=f"{cell.source}\n{tests[name]}")
            (folder / "tests" / f"{name}.py").write_text(text, encoding="utf-8")
    program = program.absolute()
    _run(folder, str(program), "generate", "-t", "tests", "-o", f"{folder}/autograder.zip", "--no-environment")
    command = ("sh", "-c", OTTER_COMMAND.format(program))
    return Grader("Otter", folder, (command,), in_otter_files, prefix=str(program.parent.parent))


def _notebook(course: Course, room: str, task: str | None) -> nbformat.NotebookNode:
    notebook = read_notebook(course.notebook(ASSIGNMENT, room))
    return excerpt(notebook, task) if task else notebook


def _write(notebook: nbformat.NotebookNode, folder: Path, room: str) -> None:
    path = folder / room / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def _run(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, env=environment(), check=True, capture_output=True)


def in_gradebook(folder: Path) -> Points:
    """Read the automatic points from stock nbgrader's gradebook."""
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        return {
            submission.student.id: {grade.name: grade.auto_score for grade in submission.notebooks[0].grades}
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
        }


def in_results(folder: Path) -> Points:
    """Read the points from this grader's results; there are none where a person has to look."""
    read = (results.from_json(path.read_text(encoding="utf-8")) for path in folder.glob("reports/*/results/*.json"))
    return {one.student: {task.id: task.points for task in one.tasks if one.status == "graded"} for one in read}


def in_otter_files(folder: Path) -> Points:
    """Read the points from Otter's files."""
    read = {path.parent.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("results/*/*.json")}
    return {
        name: {test["name"].split()[0]: test.get("score", 0) for test in one["tests"]} for name, one in read.items()
    }


def described(otter_program: Path | None) -> str:
    """Describe what figures are of: cores, Python, and the packages that matter."""
    versions = [f"{name} {version(name)}" for name in VERSIONS]
    if otter_program:
        ask = "from importlib.metadata import version; print(version('otter-grader'), end='')"
        answer = subprocess.run(
            [otter_program.with_name("python"), "-c", ask], capture_output=True, text=True, check=True
        )
        versions.append(f"Otter-Grader {answer.stdout}")
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {', '.join(versions)}"
