"""The solution is executed at full length, and keeps its figures for as long as its code is the same."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grader.course import Course
from grader.errors import ReleaseError
from grader.notebooks import read_notebook
from grader.pipeline.release_steps import KERNELSPEC
from grader.release import solution


@pytest.fixture
def solved(little: Course):
    """Writes the cells of the little course's solution, with the kernel of somebody's own environment."""

    def write(*cells: nbformat.NotebookNode) -> Course:
        kernel = {"display_name": "Python (adl)", "language": "python", "name": "adl"}
        notebook = new_notebook(cells=list(cells), metadata={"kernelspec": kernel})
        nbformat.write(notebook, little.notebook("double", "solutions"))
        return little

    return write


def code(source: str, text: str = "") -> nbformat.NotebookNode:
    ran = {"outputs": [new_output("stream", text=text)], "execution_count": 7} if text else {}
    return new_code_cell(source, **ran)


def outputs(course: Course) -> list[list[str]]:
    cells = read_notebook(course.notebook("double", "solutions")).cells
    return [[output.text for output in cell.outputs] for cell in cells if cell.cell_type == "code"]


def test_when_only_a_text_changes_then_the_outputs_stay(solved):
    course = solved(new_markdown_cell("Due in April."), code("1", "one"), code("2", "two"))
    before = solution.earlier(course, "double")
    solved(new_markdown_cell("Due in May."), code("1"), new_markdown_cell("New."), code("2"))
    solution.keep_outputs(before, course.notebook("double", "solutions"))
    fresh = read_notebook(course.notebook("double", "solutions"))
    assert outputs(course) == [["one"], ["two"]]
    assert [cell.source for cell in fresh.cells] == ["Due in May.", "1", "New.", "2"]
    assert [cell.execution_count for cell in fresh.cells if cell.cell_type == "code"] == [7, 7]


@pytest.mark.parametrize("changed", [("1", "3"), ("2", "1"), ("1",), ("1", "2", "3")], ids=str)
def test_when_code_changes_then_no_output_is_kept(solved, changed):
    course = solved(code("1", "one"), code("2", "two"))
    before = solution.earlier(course, "double")
    solved(*map(code, changed))
    solution.keep_outputs(before, course.notebook("double", "solutions"))
    assert outputs(course) == [[]] * len(changed)


@pytest.mark.parametrize("content", [None, "{"], ids=["none", "unreadable"])
def test_when_there_was_no_solution_then_the_new_one_stays_as_it_is(little, content):
    path = little.notebook("double", "solutions")
    fresh = path.read_bytes()
    path.unlink()
    if content:
        path.write_text(content)
    before = solution.earlier(little, "double")
    path.write_bytes(fresh)
    solution.keep_outputs(before, path)
    assert path.read_bytes() == fresh


@pytest.mark.kernel
def test_when_the_solution_names_a_kernel_that_is_not_here_then_it_runs_in_an_ordinary_one(solved):
    course = solved(code("print(6 * 7)"))
    assert not solution.has_outputs(course, "double")
    solution.run(course, "double")
    assert solution.has_outputs(course, "double")
    assert outputs(course) == [["42\n"]]
    metadata = read_notebook(course.notebook("double", "solutions")).metadata
    assert metadata == {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("raise ValueError('no\\nway')", "ValueError: no"),
        ("import os\nos._exit(1)", "Kernel died"),
    ],
    ids=["raises", "dies"],
)
def test_when_the_solution_cannot_be_executed_then_cell_and_error_are_named_and_nothing_is_written(solved, last, told):
    course = solved(code("1", "one"), new_markdown_cell("Now:"), code(last))
    before = course.notebook("double", "solutions").read_bytes()
    with pytest.raises(ReleaseError) as caught:
        solution.run(course, "double")
    assert caught.value.where == "solutions/double/double.ipynb, cell 3"
    assert caught.value.what == f"the solution could not be executed ({told})"
    assert course.notebook("double", "solutions").read_bytes() == before
