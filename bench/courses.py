"""The same course for each grader: task 1 of hw3, an attacker, an honest student, and one graded long ago."""

import json
import shutil
import subprocess
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from grader.bank.answers import compose, excerpt, read_answer
from grader.batch import batch
from grader.course import CONFIG, Course
from grader.course_copy import copy_settings
from grader.notebooks import read_notebook

ATTACKER, HONEST, BYSTANDER = "attacker", "honest", "bystander"
RIGHT = "right/score_inverse"
TOKEN = "a-line-of-the-hidden-tests-51f0c7"  # who has read the hidden tests can show this
SECONDS = 10  # that a cell may take, with every grader
REGION = f"""
### BEGIN HIDDEN TESTS
# {TOKEN}
def expected_score(x):
    return -x @ np.linalg.inv(np.array([[1.0, -0.7], [-0.7, 1.0]]))


for spread in (1.0, 3.0):
    x = spread * np.random.normal(size=(64, 2))
    assert np.allclose(AntiCorrelatedGaussian().score(x), expected_score(x), rtol=1e-4), "Is it the gradient of log p?"
for n in (1, 2, 1000):
    x = np.random.normal(size=(n, 2))
    assert AntiCorrelatedGaussian().score(x).shape == (n, 2), "Does it work for a batch of any size?"
    assert np.allclose(AntiCorrelatedGaussian().score(x), expected_score(x), rtol=1e-4), "Is each row by itself?"
### END HIDDEN TESTS"""
STOCK_CONFIG = f"""c = get_config()
c.CourseDirectory.course_id = "bench"
c.ClearSolutions.enforce_metadata = False
c.Execute.timeout = {SECONDS}
"""
OUR_CONFIG = f"\nc.ExecuteAndJudge.update(timeout={SECONDS}, submission_seconds=60)\n"
OTTER = """for student in attacker honest; do
mkdir -p results/$student
{} run -a autograder.zip -o results/$student --no-logo submitted/$student/hw3/hw3.ipynb
done; true"""
OTTER_TEST = f'''from otter.test_files import test_case

OK_FORMAT = False
name = "score"
points = 10


@test_case(points=10, hidden=True)
def test_score(AntiCorrelatedGaussian, np):
    """{TOKEN}"""
    precision = np.linalg.inv(np.array([[1.0, -0.7], [-0.7, 1.0]]))
    for n in (1, 2, 64, 1000):
        x = np.random.normal(size=(n, 2))
        assert AntiCorrelatedGaussian().score(x).shape == (n, 2)
        assert np.allclose(AntiCorrelatedGaussian().score(x), -x @ precision, rtol=1e-4)
'''


def stock(course: Course, folder: Path, programs: Path) -> Path:
    """A course as stock nbgrader has it, the hidden tests in the grade cell."""
    notebook = _master(course)
    next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")).source += REGION
    _write(notebook, folder / "source" / "hw3" / "hw3.ipynb")
    (folder / CONFIG).write_text(STOCK_CONFIG, encoding="utf-8")
    subprocess.run([programs / "nbgrader", "generate_assignment", "hw3"], cwd=folder, check=True, capture_output=True)
    return folder


def ours(course: Course, folder: Path, programs: Path) -> Path:
    """A course as this repository has it, the hidden tests in their own files."""
    _write(_master(course), folder / "source" / "hw3" / "hw3.ipynb")
    _write(excerpt(read_notebook(course.notebook("hw3", "release")), "score"), folder / "release" / "hw3" / "hw3.ipynb")
    hidden = folder / "tests" / "hw3"
    shutil.copytree(course.root / "tests" / "hw3", hidden, ignore=shutil.ignore_patterns("__*"))
    for path in hidden.glob("*.py"):
        path.write_text(f"{path.read_text(encoding='utf-8')}\n\n# {TOKEN}\n", encoding="utf-8")
    copy_settings(course, folder)
    with (folder / CONFIG).open("a", encoding="utf-8") as settings:
        settings.write(OUR_CONFIG)
    batch.prepare(Course(folder), "hw3")
    return folder


def otter(course: Course, folder: Path, program: Path) -> Path:
    """A course as Otter-Grader has it, the hidden tests in an archive beside the notebook."""
    _write(excerpt(read_notebook(course.notebook("hw3", "release")), "score"), folder / "release" / "hw3" / "hw3.ipynb")
    (folder / "tests").mkdir()
    (folder / "tests" / "score.py").write_text(OTTER_TEST, encoding="utf-8")
    command = [program, "generate", "-t", "tests", "-o", f"{folder}/autograder.zip", "--no-environment"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    shutil.rmtree(folder / "tests")
    hand_in(course, folder, HONEST, RIGHT)
    graded = folder / "results" / BYSTANDER
    graded.mkdir(parents=True)
    (graded / "results.json").write_text(json.dumps({"tests": [{"name": "score", "score": 4.0}]}), encoding="utf-8")
    return folder


def hand_in(course: Course, folder: Path, student: str, answer: str) -> None:
    """Put a released notebook with an answer of the bank under submitted/."""
    released = nbformat.read(folder / "release" / "hw3" / "hw3.ipynb", as_version=4)
    source = read_answer(course.root / "tests" / "answers" / "hw3" / f"{answer}.py").source
    _write(compose(released, {"score": source}), folder / "submitted" / student / "hw3" / "hw3.ipynb")


def grade_long_ago(folder: Path) -> None:
    """Put a student into the gradebook whose score must stay as it is."""
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        gradebook.add_student(BYSTANDER)
        gradebook.add_submission("hw3", BYSTANDER)
        gradebook.find_grade("score", "hw3", "hw3", BYSTANDER).auto_score = 4.0
        gradebook.db.commit()


def copy(template: Path, folder: Path) -> None:
    """Another course like one that is made already; the settings name no place."""
    shutil.copytree(template, folder)


def _master(course: Course) -> nbformat.NotebookNode:
    """The solved notebook of task 1."""
    released = excerpt(read_notebook(course.notebook("hw3", "release")), "score")
    answer = read_answer(course.root / "tests" / "answers" / "hw3" / f"{RIGHT}.py")
    solved = compose(released, {"score": _region(answer.source)})
    for cell in solved.cells:
        cell.metadata.get("nbgrader", {}).pop("checksum", None)
    return solved


def _region(source: str) -> str:
    """A solution between the marks that nbgrader takes it out by."""
    return f"### BEGIN SOLUTION\n{source}\n### END SOLUTION"


def _write(notebook: nbformat.NotebookNode, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
