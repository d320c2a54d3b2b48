"""The floor: a notebook's cells and its hidden tests in one warm process, with nothing between judge and judged."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import matplotlib
from nbformat import NotebookNode
from traitlets.config import Config

from grader.judging.hidden_tests import judge
from grader.kernel.student_kernel import StudentKernel
from grader.kernel.submission import Submission
from grader.notebooks import automatic_tasks
from grader.results import Outcome, TaskResult


class InProcess(StudentKernel):
    """Answers questions from the names of this process. It confines nothing, and is for the course's own bank alone."""

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__("", Config())
        self.names = names

    alive = True  # type: ignore[assignment]

    def execute(self, code: str, seconds: float, expressions: dict[str, str] | None = None) -> dict[str, Any]:
        """Evaluate the expressions as a kernel would; the reply's content, through JSON as over the wire."""
        replies = {}
        for name, expression in (expressions or {}).items():
            reply = eval(expression, self.names)
            replies[name] = {"data": json.loads(json.dumps(reply._repr_mimebundle_()))}
        return {"user_expressions": replies}


def run_cells(notebook: NotebookNode) -> dict[str, Any]:
    """Run a notebook's code cells, each to its end or its error; the names they leave.

    Figures are drawn and made into PNG where a cell shows them, as a kernel does.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()), _figures():
        for cell in notebook.cells:
            if cell.cell_type == "code":
                with suppress(Exception):
                    exec(compile(cell.source, "<cell>", "exec"), names)
    return names


def judged(notebook: NotebookNode, names: dict[str, Any], hidden: Path, key: str) -> tuple[TaskResult, ...]:
    """The hidden tests' results, asked of names in this process.

    Raises:
        RuntimeError: a test could not judge, which would cost no points.
    """
    tasks = judge(hidden, Submission(InProcess(names), []), automatic_tasks(notebook), key)
    for test in (test for task in tasks for test in task.tests):
        if test.outcome is Outcome.INTERNAL:
            raise RuntimeError(f"{test.name}: {test.message}")
    return tasks


@contextmanager
def _figures() -> Iterator[None]:
    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    def show(*_: Any, **__: Any) -> None:
        for number in plt.get_fignums():
            plt.figure(number).savefig(io.BytesIO(), format="png", bbox_inches="tight")
        plt.close("all")

    with patch.object(plt, "show", show):
        yield
