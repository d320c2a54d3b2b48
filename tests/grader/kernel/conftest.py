"""What tests of a student's kernel share: one that is soon given up, and a run of some cells in it."""

from collections.abc import Callable

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.kernel.cells import CellRunner
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.limits import Limits
from tests.support.cells import Run


@pytest.fixture
def short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is interrupted and does not stop is ended after two seconds, which a busy machine can need."""
    monkeypatch.setattr("grader.kernel.connection.GRACE", 2.0)


@pytest.fixture
def kernel(start: Callable[..., StudentKernel], short_grace: None) -> StudentKernel:
    return start()


@pytest.fixture
def run(start: Callable[..., StudentKernel], short_grace: None) -> Run:
    """Runs cells, and gives them back with their outputs; with the kernel, to ask questions."""

    def run(*sources: str, seconds: float = 60.0, **settings: object) -> tuple[list[nbformat.NotebookNode], Submission]:
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        limits = Limits(**{"timeout": 2, **settings})
        submission = CellRunner(notebook, start(seconds), limits).run()
        nbformat.validate(notebook)
        nbformat.writes(notebook).encode("utf-8")
        return notebook.cells, submission

    return run
