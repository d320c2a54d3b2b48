"""Each layer between a submission and what people read, taken away: outputs, texts, names and tables."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader import console, text
from grader.course import Course
from grader.kernel.cell_outputs import CellOutputs
from grader.kernel.cells import CellRunner
from grader.kernel.student_kernel import StudentKernel
from grader.limits import Limits
from grader.marks import Task
from grader.pages import render
from grader.pipeline.feedback_exporter import FeedbackExporter
from grader.reports import report
from grader.reports.grade_sheet import GradeSheet, Row, Standing

Start = Callable[..., StudentKernel]
SCRIPT = "<script>alert('from a student')</script>"
SHOWN = f"from IPython.display import HTML, display\ndisplay(HTML({SCRIPT!r}))"


@pytest.fixture
def page(start: Start, course: Course, tmp_path: Path) -> Callable[..., str]:
    """Shows a notebook that a student ran as a feedback page would."""

    def page(*cells: nbformat.NotebookNode, sanitize: bool) -> str:
        notebook = new_notebook(cells=list(cells))
        CellRunner(notebook, start(), Limits()).run()
        assert course.config.HTMLExporter.sanitize_html is True
        return str(HTMLExporter(sanitize_html=sanitize).from_notebook_node(notebook)[0])

    return page


def uncleaned(cell: nbformat.NotebookNode) -> None:
    """Leave a cell's outputs as they came, only with the member without which no page can be made of them."""
    for output in cell.outputs:
        output.metadata = nbformat.NotebookNode()


def test_scripts_in_outputs(page: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert SCRIPT not in page(new_code_cell(SHOWN), sanitize=True)
    assert SCRIPT not in page(new_code_cell(SHOWN), sanitize=False)
    monkeypatch.setattr("grader.kernel.cells.clean", uncleaned)
    assert SCRIPT not in page(new_code_cell(SHOWN), sanitize=False)
    monkeypatch.setattr("grader.kernel.output_budget.OutputBudget.keeps", lambda *message: Counter(messages=1))
    assert SCRIPT not in page(new_code_cell(SHOWN), sanitize=True)
    assert SCRIPT in page(new_code_cell(SHOWN), sanitize=False)


def test_scripts_in_text_cells() -> None:
    notebook = new_notebook(cells=[new_markdown_cell(SCRIPT)])
    assert SCRIPT not in FeedbackExporter().from_notebook_node(notebook)[0]
    assert SCRIPT in HTMLExporter().from_notebook_node(notebook)[0]


def test_outputs_that_change_later(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = "from IPython.display import display\nhandle = display(1, display_id='one')", "handle.update(10)"

    def first_output() -> str:
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        CellRunner(notebook, start(), Limits()).run()
        return str(notebook.cells[0].outputs[0].data["text/plain"])

    def remembered(patch: pytest.MonkeyPatch) -> None:
        """Identifiers stand for outputs of all cells, as nbclient has it."""
        for name in ("_displays", "_taken"):
            kept: dict[str, Any] = {}
            patch.setattr(CellOutputs, name, property(lambda _, kept=kept: kept, lambda *_: None), raising=False)

    def same(patch: pytest.MonkeyPatch) -> None:
        """A cell keeps the very outputs that came."""
        patch.setattr("grader.kernel.cells.clean", uncleaned)

    assert first_output() == "1"
    for layer in (remembered, same):
        with monkeypatch.context() as patch:
            layer(patch)
            assert first_output() == "1"
    remembered(monkeypatch)
    same(monkeypatch)
    assert first_output() == "10"


def sheet(name: str) -> GradeSheet:
    return GradeSheet("double", (Task("double", 4),), (Row("ada", name, Standing.NOTHING, {}),), None)


def test_scripts_in_names(monkeypatch: pytest.MonkeyPatch) -> None:
    assert SCRIPT not in report.page_html(sheet(SCRIPT))
    unescaped = render._environment().overlay(autoescape=False)
    unescaped.cache.clear()
    monkeypatch.setattr(render, "_environment", lambda: unescaped)
    assert SCRIPT in report.page_html(sheet(SCRIPT))


def test_formulas_in_names(monkeypatch: pytest.MonkeyPatch) -> None:
    formula = "=HYPERLINK(A1)"
    assert f'"{formula}"' not in report.grades_csv(sheet(formula))
    monkeypatch.setattr(text, "_FORMULA", ())
    assert f'"{formula}"' in report.grades_csv(sheet(formula))


@pytest.mark.parametrize("text", ["\x1b]0;title\x07", "[link=file:///etc/passwd]x[/link]"])
def test_what_steers_a_terminal(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = console.Console(force_terminal=True)
    monkeypatch.setattr(console, "out", terminal)

    def said() -> str:
        with terminal.capture() as captured:
            console.say(text)
        return captured.get()

    assert "\x1b]" not in said()
    monkeypatch.setattr(console, "clean", str)
    assert "\x1b]" in said()
