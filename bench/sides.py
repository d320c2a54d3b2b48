"""The graders that are timed: the same class's course for each, its commands, and the points that it gave."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import incell
import nbformat
from nbgrader.api import Gradebook

from grader import results
from grader.batch import batch
from grader.course import CONFIG, Course
from grader.course_copy import scratch_copy
from grader.notebooks import read_notebook

CELL_SECONDS = 30  # that a cell may take, with every grader that has such a limit
STOCK_CONFIG = f"""c = get_config()
c.CourseDirectory.course_id = "bench"
c.Execute.timeout = {CELL_SECONDS}
"""
OTTER = """for folder in submitted/*; do
mkdir -p results/${{folder#*/}}
{} run -a autograder.zip -o results/${{folder#*/}} --no-logo $folder/hw3/hw3.ipynb || exit 1
done"""
OTTER_TEST = """from otter.test_files import test_case

OK_FORMAT = False
name = "{task}"
points = {points}


@test_case(points={points}, hidden=True)
def test_{task}(env):
    exec({source!r}, dict(env))
"""
Points = dict[str, dict[str, float | None]]


@dataclass(frozen=True)
class Side:
    """One way of grading a class: the course it is done in, its commands in order, and how its points are read."""

    name: str
    template: Path
    steps: tuple[tuple[str, ...], ...]
    points: Callable[[Path], Points]
    partial: bool = False  # whether a wrong answer may earn a part of its points


def sides(course: Course, folder: Path, programs: Path, otter: Path | None) -> list[Side]:
    """Stock nbgrader, this grader with one job and with two, and Otter-Grader if its program is named."""
    stock = _stock(course, folder / "stock", programs)
    mine = _ours(course, folder / "ours")
    nbgrader = tuple((f"{programs}/nbgrader", step, "hw3") for step in ("autograde", "generate_feedback"))
    grade = (f"{programs}/grader", "grade", "hw3", "--jobs")
    found = [
        Side("nbgrader", stock, nbgrader, in_gradebook),
        Side("here, --jobs 1", mine, ((*grade, "1"),), in_results, partial=True),
        Side("here, --jobs 2", mine, ((*grade, "2"),), in_results, partial=True),
    ]
    if otter is not None:
        made = _otter(course, folder / "otter", otter)
        found.append(Side("Otter", made, (("sh", "-c", OTTER.format(otter)),), in_otter_files))
    return found


def _stock(course: Course, folder: Path, programs: Path) -> Path:
    """A course as stock nbgrader has it: the hidden tests stand in the grade cells."""
    master = read_notebook(course.notebook("hw3"))
    for cell in master.cells:
        task = cell.metadata.get("nbgrader", {}).get("grade_id")
        if task in incell.TESTS:
            cell.source += incell.region(task)
    source = folder / "source" / "hw3"
    source.mkdir(parents=True)
    nbformat.write(master, source / "hw3.ipynb")
    (folder / CONFIG).write_text(STOCK_CONFIG, encoding="utf-8")
    subprocess.run([programs / "nbgrader", "generate_assignment", "hw3"], cwd=folder, check=True, capture_output=True)
    return folder


def _ours(course: Course, folder: Path) -> Path:
    """A course as this repository has it: the hidden tests lie in files of their own."""
    return lay_out(course, folder, "hw3").root


def lay_out(course: Course, folder: Path, assignment: str) -> Course:
    """A copy of this course with one assignment, released, and nothing handed in."""
    made = scratch_copy(course, folder, assignment, ("source", "release", "tests"))
    batch.prepare(made, assignment)
    return made


def _otter(course: Course, folder: Path, program: Path) -> Path:
    """A course as Otter-Grader has it: visible and hidden tests in an archive beside the notebooks."""
    released = read_notebook(course.notebook("hw3", "release"))
    (folder / "release" / "hw3").mkdir(parents=True)
    nbformat.write(released, folder / "release" / "hw3" / "hw3.ipynb")
    tests = folder / "tests"
    tests.mkdir()
    for cell in released.cells:
        mark = cell.metadata.get("nbgrader", {})
        if (task := mark.get("grade_id")) in incell.TESTS:
            source = cell.source + incell.region(task)
            text = OTTER_TEST.format(task=task, points=float(mark["points"]), source=source)
            (tests / f"{task}.py").write_text(text, encoding="utf-8")
    command = [program, "generate", "-t", "tests", "-o", f"{folder}/autograder.zip", "--no-environment"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


def in_gradebook(folder: Path) -> Points:
    """The automatic points of each task in stock nbgrader's gradebook, by student."""
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        return {
            submission.student.id: {grade.name: grade.auto_score for grade in submission.notebooks[0].grades}
            for submission in gradebook.assignment_submissions("hw3")
        }


def in_results(folder: Path) -> Points:
    """The points of each task in this grader's results, by student; none where a person has to look."""
    read = [
        results.from_json(path.read_text(encoding="utf-8")) for path in folder.glob("reports/*/results/student-*.json")
    ]
    return {
        result.student: {task.id: task.points for task in result.tasks} if result.status == "graded" else {}
        for result in read
    }


def in_otter_files(folder: Path) -> Points:
    """The points of each test in Otter's files, by student."""
    told = {path.parent.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("results/*/*.json")}
    return {
        student: {test["name"].split()[0]: float(test.get("score", 0)) for test in result["tests"]}
        for student, result in told.items()
    }
