"""*Run All* goes through the release to its end, and each task that is solved gets its figures."""

import os

import pytest
from nbclient import NotebookClient

from grader.bank import answers
from grader.course import Course
from grader.notebooks import read_notebook

pytestmark = [pytest.mark.kernel, pytest.mark.filterwarnings("ignore")]  # as ipykernel warns
RIGHT = {
    "score": "score_solve",
    "langevin": "langevin_randn",
    "scorenet": "scorenet_functional",
    "loss": "loss_mse",
    "sampler": "sampler_detach",
}
FIGURES = {
    "score": {"task-1-figure"},
    "langevin": {"task-2-figure"},
    "sampler": {"task-6-figure", "long-trail-figure"},
}


@pytest.mark.parametrize("left_open", FIGURES)
def test_one_open_task_costs_only_its_own_figures(
    course: Course, left_open: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HW3_TRAINING_STEPS", "2")
    notebook = read_notebook(course.notebook("hw3", "release"))
    for cell in notebook.cells:
        task = cell.metadata.get("nbgrader", {}).get("grade_id", "").removesuffix("-answer")
        if task in RIGHT and cell.metadata.nbgrader.solution and task != left_open:
            cell.source = answers.find_answer(course, "hw3", f"right/{RIGHT[task]}").source
    NotebookClient(notebook, timeout=120, kernel_name="python3", env=os.environ | {"OMP_NUM_THREADS": "1"}).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    figures = [cell for cell in code if cell.id.endswith("figure")]
    lost = {cell.id for cell in figures if any(out.output_type == "error" for out in cell.outputs)}
    assert all(any("image/png" in out.get("data", {}) for out in cell.outputs) for cell in figures)
    dependent = {"task-2-figure"} if left_open == "score" else set()  # it samples from that score
    assert lost == FIGURES[left_open] | dependent
    assert code[-1].execution_count == len(code)
