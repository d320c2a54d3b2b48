"""A written answer outside its cell is found wherever it stands; what is no prose of the student's own is not."""

import copy
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.api import Gradebook

from grader import results
from grader.batch import batch
from grader.course import Course
from grader.notebooks import read_notebook
from grader.pipeline import attempt
from grader.repair.repair import repair
from grader.repair.written_answers import elsewhere, handed_in

SAYS = "Outside the roll all arrows point inwards. On the band they are short, since log p is flat along its middle."


@pytest.fixture(scope="module")
def released(course: Course) -> NotebookNode:
    return read_notebook(course.notebook("hw3", "release"))


@pytest.fixture
def notebook(released: NotebookNode, course: Course) -> NotebookNode:
    """The whole solution, but for the written answer."""
    notebook = copy.deepcopy(released)
    answers = {cell.id: cell.source for cell in read_notebook(course.notebook("hw3", "solutions")).cells}
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
            cell.source = answers[cell.id]
    return notebook


def found(notebook: NotebookNode, released: NotebookNode) -> list[str]:
    before = handed_in(notebook)
    repair(notebook, released)
    tasks, notes = elsewhere(before, notebook, released)
    assert len(tasks) == len(notes)
    return notes


def cell(notebook: NotebookNode, id: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == id)


@pytest.mark.parametrize("id", ["task-5-text", "gradient-map-example", "gradient-map-text"])
def test_an_answer_in_a_given_text_is_found(notebook: NotebookNode, released: NotebookNode, id: str) -> None:
    cell(notebook, id).source += f"\n\n{SAYS}"
    [note] = found(notebook, released)
    number = notebook.cells.index(cell(notebook, id)) + 1
    assert f"in cell {number} ('Outside the roll all arrows" in note
    assert "It will be graded manually." in note


def test_an_answer_on_the_last_line_of_the_question_is_found(notebook: NotebookNode, released: NotebookNode) -> None:
    cell(notebook, "task-5-text").source += f" {SAYS}"
    assert "Outside the roll" in found(notebook, released)[0]


@pytest.mark.parametrize(
    "added",
    [
        new_code_cell(f"# {SAYS}", id="mine"),
        new_code_cell(f"# Task 5\n# {SAYS[:42]}\n# {SAYS[42:]}", id="mine"),
        new_code_cell(f'"""{SAYS}"""', id="mine"),
        new_code_cell(f'print("{SAYS}")', id="mine"),
        new_code_cell(f'answer = "{SAYS}"', id="mine"),
        new_code_cell(f'print("{SAYS[:42]}"\n      + "{SAYS[42:]}")', id="mine"),
        new_code_cell(f"%%markdown\n{SAYS}", id="mine"),
        new_code_cell(SAYS, id="mine"),
        new_raw_cell(SAYS, id="mine"),
        new_markdown_cell("**Task 5.** " + SAYS, id="mine"),
        new_markdown_cell("![](attachment:a.png)", id="mine", attachments={"a.png": {"image/png": "AAAA"}}),
        new_markdown_cell("\u7bad\u5934\u90fd\u6307\u5411\u5185\u90e8\u56e0\u4e3a\u5bc6\u5ea6\u66f4\u9ad8", id="mine"),
    ],
)
def test_an_answer_in_a_cell_of_the_students_own_is_found(
    notebook: NotebookNode, released: NotebookNode, added: NotebookNode
) -> None:
    notebook.cells.append(copy.deepcopy(added))
    assert len(found(notebook, released)) == 1


def test_an_answer_in_a_given_code_cell_is_found(notebook: NotebookNode, released: NotebookNode) -> None:
    cell(notebook, "gradient-map-figure").source += f"\n# {SAYS}"
    assert len(found(notebook, released)) == 1


def test_an_answer_below_the_answer_to_another_task_is_found(notebook: NotebookNode, released: NotebookNode) -> None:
    cell(notebook, "task-4-answer").source += f"\n\n# Task 5: {SAYS}"
    assert len(found(notebook, released)) == 1


def test_an_untouched_notebook_holds_no_prose(released: NotebookNode) -> None:
    assert found(copy.deepcopy(released), released) == []


def test_the_solution_of_the_other_tasks_holds_no_prose(notebook: NotebookNode, released: NotebookNode) -> None:
    assert found(notebook, released) == []


@pytest.mark.parametrize(
    "added",
    [
        new_code_cell("# x = x + t / 2 * score(x)\n# for i in range(20):\n#     print(x, y, z, a, b, c)", id="mine"),
        new_code_cell("def helper(x):\n    # one more\n    return x\nprint('shape', helper(2))", id="mine"),
        new_markdown_cell("## Task 4", id="mine"),
        new_markdown_cell("My notes", id="mine"),
    ],
)
def test_what_is_code_or_next_to_nothing_is_no_prose(
    notebook: NotebookNode, released: NotebookNode, added: NotebookNode
) -> None:
    notebook.cells.append(copy.deepcopy(added))
    assert found(notebook, released) == []


def test_a_comment_within_the_answer_to_another_task_is_about_its_code(
    notebook: NotebookNode, released: NotebookNode
) -> None:
    cell(notebook, "task-4-answer").source += "\n# the gradients have to reach the network here"
    assert found(notebook, released) == []


def test_once_the_cell_is_answered_other_prose_is_not_told(notebook: NotebookNode, released: NotebookNode) -> None:
    cell(notebook, "task-5-answer").source = "idk"
    notebook.cells.append(new_markdown_cell(SAYS, id="mine"))
    assert found(notebook, released) == []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("says", "auto"), [(SAYS, None), ("", 0.0)], ids=["prose", "none"])
def test_nbgrader_gives_no_zero_where_prose_may_be_the_answer(
    laid: Course, monkeypatch: pytest.MonkeyPatch, says: str, auto: float | None
) -> None:
    monkeypatch.chdir(laid.root)
    notebook = read_notebook(laid.notebook("double", "release"))
    notebook.cells.insert(1, new_code_cell(f"# {says}", id="mine"))
    folder = Path(laid.root, "submitted", "ben", "double")
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "double.ipynb")
    batch.prepare(laid, "double")
    attempt.grade_one(str(laid.root), "double", "ben")
    with Gradebook(laid.database) as gradebook:
        grade = gradebook.find_grade("why", "double", "double", "ben")
        assert (grade.auto_score, grade.needs_manual_grade) == (auto, auto is None)
    result = results.from_json(laid.result_file("double", "ben").read_text())
    assert ("in cell 2 ('Outside the roll" in " ".join(result.notes)) == (auto is None)
