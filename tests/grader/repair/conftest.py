"""What tests of repair share: the little course's notebook as it is given out, and as it is handed in."""

import copy

import nbformat
import pytest

from grader.notebooks import read_notebook
from tests.support.repaired import ANSWER, cell


@pytest.fixture
def released(little) -> nbformat.NotebookNode:
    return read_notebook(little.notebook("double", "release"))


@pytest.fixture
def notebook(released) -> nbformat.NotebookNode:
    """What a diligent student hands in."""
    notebook = copy.deepcopy(released)
    cell(notebook, "double-answer").source = ANSWER
    cell(notebook, "why").source = "It is linear."
    return notebook
