"""What the check cells of homework 3 say about the slips that students make most."""

import contextlib
import io

import pytest

from grader.bank import answers
from grader.course import Course
from grader.notebooks import read_notebook

BEFORE = "import os, sys\nimport numpy as np, torch\nimport torch.nn as nn\nfrom tqdm import tqdm\ndevice = 'cpu'"
SLIPS = {
    "score_summed_over_batch": "Rows: .*Over which axis",
    "score_sign": "Sign: .*lead back",
    "score_gradient_of_p": "Growth: .*log of p",
    "score_solve_without_transpose": "Shape: .*which product takes rows",
    "langevin_last_point_forgotten": "Memory: .*Which point does a step set out from",
    "langevin_constant_step": "Schedule: late steps.*Which entry of t",
    "langevin_previous_step_size": "Schedule: the last step",
    "langevin_score_at_start": "Drift: .*taken at the point before",
    "langevin_drift_sign": "Drift: .*right sign",
    "langevin_tau_for_sqrt": "Noise: .*standard deviation wanted there, or a variance",
    "scorenet_silu": "Origin: .*Which activation",
    "scorenet_gelu": "Origin: .*Which activation",
    "scorenet_elu": "Origin: .*Which activation",
    "scorenet_relu": "Origin: .*Which activation",
    "scorenet_one_activation": "Origin: .*how often",
    "scorenet_first_activation_missing": "Origin: .*how often",
    "scorenet_last_bias_missing": "Bias: 256 numbers",
    "scorenet_no_bias": "Bias: 0 numbers",
    "scorenet_softplus_at_end": "Origin: .*after the last Linear",
    "scorenet_relu_at_end": "Sign: .*after the last Linear",
    "loss_no_half": "Size: .*Halved once",
    "loss_target_sign": "Zero: .*sign wrong",
    "loss_detached_scores": "Gradient: .*detached",
    "sampler_score_of_start": "Steps: .*Where is the score taken",
    "sampler_no_start": "Shape: ",
}


def check(course: Course, name: str) -> None:
    """Run an answer of the bank, and its check cell as the master has it."""
    answer = answers.find_answer(course, "hw3", name)
    cells = read_notebook(course.notebook("hw3")).cells
    checks = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in cells}
    names: dict[str, object] = {}
    exec(BEFORE, names)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        exec(answer.source, names)
        exec(checks[answer.task], names)


@pytest.mark.parametrize("slip", SLIPS)
def test_a_frequent_slip_gets_a_hint_that_names_it(course: Course, slip: str) -> None:
    with pytest.raises(AssertionError, match=SLIPS[slip]):
        check(course, f"wrong/{slip}")


@pytest.mark.parametrize("name", ["score_solve", "langevin_randn", "scorenet_functional", "loss_mse", "sampler_detach"])
def test_a_right_answer_passes(course: Course, name: str) -> None:
    check(course, f"right/{name}")
