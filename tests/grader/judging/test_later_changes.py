"""Which cell is named where a later one changes what a task uses."""

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from grader.judging.later_changes import explanation


def marked(source: str, name: str, **mark: bool) -> NotebookNode:
    nbgrader = {"grade_id": name, "grade": False, "solution": False, "locked": False, "schema_version": 3, **mark}
    return new_code_cell(source, metadata={"nbgrader": nbgrader})


def told(answer: str, *later: str, before: str = "import numpy as np") -> str:
    """What is said of a task `twice`, of cells before it, and of some after its check."""
    answered, check = marked(answer, "answer", solution=True), marked("assert twice(2) == 4", "twice", grade=True)
    cells = [new_code_cell(before), answered, check, *map(new_code_cell, later)]
    return explanation("twice", new_notebook(cells=cells)).partition("earns more: ")[2]


ANSWER = "def helper(x):\n    return 2 * x\n\ndef twice(x):\n    i = x\n    return np.asarray(helper(i))"


@pytest.mark.parametrize(
    ("later", "named"),
    [
        (["x = 1", "def twice(x):\n    return x"], "cell 5, which comes later, changes `twice`."),
        (["def helper(x, y):\n    return y"], "cell 4, which comes later, changes `helper`."),
        (["i = 3", "np = None"], "cell 5, which comes later, changes `np`."),
        (["for helper in range(3):\n    pass"], "cell 4, which comes later, changes `helper`."),
        (["if True:\n    del helper"], "cell 4, which comes later, changes `helper`."),
        (["with open('x') as np:\n    pass"], "cell 4, which comes later, changes `np`."),
        (["def f():\n    np = 1"], "a later cell changes what it uses."),
        (["%reset -f"], "cell 4, which comes later, takes names away."),
        (["np.asarray = None"], "cell 4, which comes later, changes `np`."),
        (["def broken("], "a later cell changes what it uses."),
    ],
)
def test_the_cell_that_changes_what_the_task_uses_is_named(later: list[str], named: str) -> None:
    assert told(ANSWER, *later) == named


def test_names_that_helpers_of_earlier_cells_use_count_too() -> None:
    before = "import math\ndef root(x):\n    return math.sqrt(x)\nunused = 1"
    assert told("def twice(x):\n    return root(4) * x", "unused = 2", "math = 3", before=before) == (
        "cell 5, which comes later, changes `math`."
    )
