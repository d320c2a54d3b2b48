"""What must hold of homework 3's notebook: its cells, its points and its hidden tests fit together."""

import ast
import copy
import re
import statistics
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

import nbformat
import pytest

from grader.bank import answers
from grader.course import Course
from grader.errors import KernelLost
from grader.judging.hidden_tests import judge
from grader.notebooks import automatic_tasks, read_notebook
from grader.release import proof
from grader.repair.repair import repair
from grader.results import TaskResult

POINTS = {"score": 10, "langevin": 25, "scorenet": 15, "loss": 20, "gradient_map": 10, "sampler": 20}
STUBS = {
    "score": "Task 1: score",
    "langevin": "Task 2: langevin_sampler",
    "scorenet": "Task 3: ScoreNet",
    "loss": "Task 4: denoising_score_matching",
    "sampler": "Task 6: sample_simple",
}
PACKAGES = {"sklearn": "scikit-learn"}  # where the name to install is not the name to import


@pytest.fixture(scope="module")
def master(course: Course) -> nbformat.NotebookNode:
    return read_notebook(course.notebook("hw3"))


@pytest.fixture(scope="module")
def released(course: Course) -> nbformat.NotebookNode:
    return read_notebook(course.notebook("hw3", "release"))


class NoKernel:
    """A student's kernel that is gone: no hidden test can pass, each is counted."""

    @contextmanager
    def asked(self, seed: int) -> Iterator[Self]:
        """Give itself."""
        yield self

    def eval(self, source: str, **inputs: object) -> None:
        raise KernelLost("kernel", "The kernel has ended")


@pytest.fixture(scope="module")
def judged(course: Course, master: nbformat.NotebookNode) -> dict[str, TaskResult]:
    """The hidden tests by task; where their points do not sum to their cell's, the judge refuses."""
    hidden = course.hidden("hw3")
    return {task.id: task for task in judge(hidden, NoKernel(), automatic_tasks(master), "key")}


def graded(notebook: nbformat.NotebookNode) -> dict[str, nbformat.NotebookNode]:
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}


def test_when_points_are_summed_then_they_are_those_of_the_contract(master):
    cells = graded(master).items()
    points = {grade_id: cell.metadata.nbgrader.points for grade_id, cell in cells if cell.metadata.nbgrader.grade}
    assert points == POINTS
    assert sum(points.values()) == 100


def test_when_a_task_is_automatic_then_its_answer_stands_right_before_its_check(master):
    order = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in master.cells]
    assert list(automatic_tasks(master)) == list(STUBS)
    for task in STUBS:
        place = order.index(task)
        assert order[place - 1] == f"{task}-answer"
        assert graded(master)[task].metadata.nbgrader.locked
        assert not graded(master)[f"{task}-answer"].metadata.nbgrader.locked
    assert len(set(filter(None, order))) == 2 * len(STUBS) + 1


def test_when_hidden_files_are_counted_then_each_has_its_grade_cell(course, released):
    assert proof._ids_match(course, "hw3", released) == "grade cells and hidden files, one to one: 5"


def test_when_hidden_tests_are_judged_then_their_points_sum_and_each_has_a_title(judged):
    assert {task.id: task.max for task in judged.values()} == {task: POINTS[task] for task in STUBS}
    for task in judged.values():
        titles = [test.name for test in task.tests]
        assert not [title for title in titles if re.match(r"test_|Hidden", title)]
        assert len(set(titles)) == len(titles)
        assert task.points == 0, "a hidden test of this task passes, or breaks, without an answer"


def test_when_code_cells_are_measured_then_they_are_short(master):
    lengths = {cell.id: len(cell.source.splitlines()) for cell in master.cells if cell.cell_type == "code"}
    assert statistics.median(lengths.values()) <= 8
    assert {name: length for name, length in lengths.items() if length > 30} == {}
    lines = [line for cell in master.cells if cell.cell_type == "code" for line in cell.source.splitlines()]
    assert [line for line in lines if len(line) > 105] == []  # what JupyterLab shows beside its list of files


@pytest.mark.parametrize("name", ["score_autograd_jacobian", "langevin_torch_throughout"])
def test_when_an_answer_returns_tensors_then_its_check_passes_without_a_warning(course, master, name):
    answer = answers.find_answer(course, "hw3", f"right/{name}")
    names = {}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec("import numpy as np, torch", names)
        exec(answer.source, names)
        exec(graded(master)[answer.task].source, names)


def test_when_a_task_is_released_then_its_cell_raises_its_own_stub(released):
    for task, stub in STUBS.items():
        lines = [line.strip() for line in graded(released)[f"{task}-answer"].source.splitlines()]
        assert lines.count(f'raise NotImplementedError("{stub}")') == 1
    assert graded(released)["gradient_map"].source == "*Write your answer here, in place of this line.*"


def test_when_the_master_is_released_then_it_holds_no_outputs_and_no_placeholders(released):
    proof._no_outputs(released)
    assert not [cell.id for cell in released.cells if cell.cell_type == "markdown" and "<<" in cell.source]


def test_when_the_release_is_handed_in_untouched_then_nothing_needs_repair(released):
    handed_in = copy.deepcopy(released)
    assert repair(handed_in, released) == []
    assert handed_in == released


def imported(notebook: nbformat.NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        for node in ast.walk(ast.parse(cell.source)) if cell.cell_type == "code" else ():
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, "the notebook imports from beside itself"
                yield str(node.module).partition(".")[0]


def test_when_the_notebook_imports_then_requirements_cover_it_and_nothing_of_ours_is_needed(course, master):
    needed = {PACKAGES.get(name, name) for name in imported(master) if name not in sys.stdlib_module_names}
    lines = (course.root / "source" / "hw3" / "requirements.txt").read_text().splitlines()
    listed = {re.split(r"[<>=!~ \[;]", line)[0] for line in lines if line and not line.startswith("#")}
    assert needed == {"numpy", "torch", "scikit-learn", "matplotlib", "tqdm"}
    assert needed <= listed
    assert "grader" not in listed


def test_when_no_environment_variable_is_set_then_training_takes_10000_steps(master, monkeypatch):
    settings = next(cell.source for cell in master.cells if cell.id == "settings")
    line = next(line for line in settings.splitlines() if line.startswith("TRAINING_STEPS"))
    for value, steps in ((None, 10_000), ("20", 20), ("1000000", 10_000)):
        monkeypatch.delenv("HW3_TRAINING_STEPS", raising=False)
        if value is not None:
            monkeypatch.setenv("HW3_TRAINING_STEPS", value)
        scope: dict[str, object] = {}
        exec(f"import os\n{line}", scope)
        assert scope["TRAINING_STEPS"] == steps
