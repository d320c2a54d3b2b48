"""*Run All* goes through the release to its end, and each task that is solved gets its figures."""

import os
from collections.abc import Iterator

import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

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


@pytest.fixture(scope="module")
def jupyter() -> Iterator[KernelManager]:
    """Jupyter's own kernel, for one notebook after the other: its imports take seconds."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(env=os.environ | {"OMP_NUM_THREADS": "1", "HW3_TRAINING_STEPS": "2"})
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("left_open", FIGURES)
def test_one_open_task_costs_only_its_own_figures(course: Course, left_open: str, jupyter: KernelManager) -> None:
    notebook = read_notebook(course.notebook("hw3", "release"))
    for cell in notebook.cells:
        task = cell.metadata.get("nbgrader", {}).get("grade_id", "").removesuffix("-answer")
        if task in RIGHT and cell.metadata.nbgrader.solution and task != left_open:
            cell.source = answers.find_answer(course, "hw3", f"right/{RIGHT[task]}").source
    notebook.cells.insert(0, new_code_cell("%reset -f"))
    client = NotebookClient(notebook, km=jupyter, timeout=120)
    client.execute()
    client.kc.stop_channels()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    figures = [cell for cell in code if cell.id.endswith("figure")]
    lost = {cell.id for cell in figures if any(out.output_type == "error" for out in cell.outputs)}
    assert all(any("image/png" in out.get("data", {}) for out in cell.outputs) for cell in figures)
    dependent = {"task-2-figure"} if left_open == "score" else set()  # it samples from that score
    assert lost == FIGURES[left_open] | dependent
    assert code[-1].execution_count - code[0].execution_count == len(code) - 1
