"""A kernel that was forked warm gives what one that was started cold gives: results, messages and outputs.

SOAK=1 judges the whole answer banks in both; otherwise a sample of the smaller one.
"""

import os
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from grader.bank import kill_matrix
from grader.course import Course
from grader.judging.check import check
from grader.notebooks import read_notebook

pytestmark = pytest.mark.kernel

ROOT = Path(__file__).parents[2]
LONG = "SOAK" in os.environ
SAMPLE = 1 if LONG else 150
# Draws its noise when its cell runs, where nothing is seeded: two runs agree only on the tests that it must fail.
OWN_DRAWS = "wrong/langevin_noise_default_argument"
Results = dict[str, dict[str, tuple[str, float, str]]]
COLD, WARM = ({"warm": False}, {"warm": True})


@pytest.fixture(scope="module", params=["hw3", "warmup"])
def assignment(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def results(course: Course, assignment: str) -> Results:
    """Outcome, points and message of every hidden test, by answer and test."""
    verdicts = kill_matrix.judge_bank(course, assignment, one_in=SAMPLE)
    found = {
        one.answer.name: {name: (test.outcome, test.points, test.message) for name, test in one.tests.items()}
        for one in verdicts
    }
    for one in verdicts:
        if one.answer.name == OWN_DRAWS:
            found[OWN_DRAWS] = {name: (*found[OWN_DRAWS][name][:2], "") for name in one.answer.fails}
    return found


def outputs(notebook: NotebookNode) -> list[list[tuple[str, ...]]]:
    """What kinds of outputs each cell has: a figure that became text is another kind."""
    return [
        [(output.output_type, *sorted(output.get("data", {})), output.get("name", "")) for output in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def test_the_answer_bank_gets_the_same_results(assignment: str) -> None:
    if assignment == "hw3" and not LONG:
        pytest.skip("takes minutes: make soak has it")
    cold, warm = (results(Course(ROOT).changed(SandboxProvisioner=how), assignment) for how in (COLD, WARM))
    assert len(cold) >= 3
    assert warm == cold


def test_the_solution_gets_the_same_points_and_puts_out_the_same(assignment: str, tmp_path: Path) -> None:
    solution = read_notebook(Course(ROOT).notebook(assignment, "solutions"))
    for cell in solution.cells:
        if cell.cell_type == "code":
            cell.outputs = []  # figures that were handed in would not be drawn
    path = tmp_path / f"{assignment}.ipynb"
    nbformat.write(solution, path)
    found = [check(Course(ROOT).changed(SandboxProvisioner=how), assignment, path) for how in (COLD, WARM)]
    (cold, cold_notebook), (warm, warm_notebook) = found
    assert warm.score == warm.max == cold.score
    assert outputs(warm_notebook) == outputs(cold_notebook)
    assert any("image/png" in kinds for cell in outputs(warm_notebook) for kinds in cell)
