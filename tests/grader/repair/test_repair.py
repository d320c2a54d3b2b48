"""What students do to their notebooks by accident is repaired and told in one line; a second repair changes nothing."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from grader.repair.repair import KERNELSPEC
from tests.support.repaired import ANSWER, cell, marks, mend, picture


def test_when_nothing_is_amiss_then_nothing_is_repaired(notebook, released):
    before = copy.deepcopy(notebook)
    assert mend(notebook, released) == []
    assert notebook == before


def test_when_a_check_cell_is_edited_then_it_is_restored(notebook, released):
    cell(notebook, "double").source = "pass"
    assert mend(notebook, released) == ["Restored the check cell 'double', which was edited."]


def test_when_a_check_cell_is_deleted_then_it_comes_back_after_its_answer(notebook, released):
    notebook.cells.remove(cell(notebook, "double"))
    assert mend(notebook, released) == ["Restored the missing cell 'double'."]
    assert marks(notebook) == marks(released)


def test_when_an_answer_cell_is_deleted_then_its_stub_comes_back(notebook, released):
    notebook.cells.remove(cell(notebook, "double-answer"))
    assert mend(notebook, released) == ["Restored the missing cell 'double-answer'."]
    assert cell(notebook, "double-answer").source == cell(released, "double-answer").source


def test_when_all_marks_are_gone_then_each_cell_is_found(notebook, released):
    for any_cell in notebook.cells:
        any_cell.metadata.pop("nbgrader", None)
    assert mend(notebook, released) == [
        "Found the answer to 'double-answer' by what it defines; its nbgrader metadata was missing.",
        "Found the cell 'double' by its cell id; its nbgrader metadata was missing.",
        "Found the cell 'why' by its cell id; its nbgrader metadata was missing.",
    ]
    assert len(notebook.cells) == len(released.cells)
    assert cell(notebook, "why").source == "It is linear."


def test_when_a_cell_comes_back_whose_cell_id_is_taken_then_it_gets_another(notebook, released):
    taken = cell(notebook, "double").id
    notebook.cells.remove(cell(notebook, "double"))
    notebook.cells.append(new_markdown_cell("My notes", id=taken))
    assert mend(notebook, released) == ["Restored the missing cell 'double'."]
    assert notebook.cells[-1].id == taken


@pytest.mark.parametrize(("grade_id", "kind"), [("double-answer", "markdown"), ("double", "raw"), ("why", "code")])
def test_when_a_cell_was_turned_into_another_kind_then_it_is_turned_back(notebook, released, grade_id, kind):
    turned = cell(notebook, grade_id)
    turned.cell_type = kind
    turned.pop("outputs", None)
    turned.pop("execution_count", None)
    if kind == "code":
        turned.update(outputs=[], execution_count=None)
    assert mend(notebook, released) == [
        f"Made the cell {grade_id!r} a {cell(released, grade_id).cell_type} cell again.",
    ]


def test_when_a_cell_has_the_mark_of_another_notebook_then_it_goes_without_a_word(notebook, released):
    foreign = {**cell(released, "double").metadata.nbgrader, "grade_id": "elsewhere"}
    notebook.cells.append(new_code_cell("1", id="foreign", metadata={"nbgrader": foreign}))
    assert mend(notebook, released) == []
    assert notebook.cells[-1].source == "1"


def test_when_points_or_locks_were_edited_then_those_of_the_release_hold(notebook, released):
    cell(notebook, "double").metadata.nbgrader.update(points=400, locked=False, task=True)
    mend(notebook, released)
    assert cell(notebook, "double").metadata.nbgrader.points == 4


@pytest.mark.parametrize("kernel", [None, {}, {"name": "julia-1.9"}, "python3", []])
def test_when_the_kernel_is_missing_or_another_then_it_is_set(notebook, released, kernel):
    notebook.metadata["kernelspec"] = kernel
    assert mend(notebook, released) == ["Set the kernel to Python 3."]
    assert notebook.metadata.kernelspec == KERNELSPEC


def test_when_colab_saved_it_then_only_the_kernel_is_set(notebook, released):
    notebook.metadata = nbformat.NotebookNode({"colab": {"provenance": []}})
    assert mend(notebook, released) == ["Set the kernel to Python 3."]


@pytest.mark.parametrize(
    "mark", [None, "double", [], {}, {"grade_id": None}, {"grade_id": ["double"]}, {"grade": True}]
)
def test_when_a_mark_is_nonsense_then_it_goes(notebook, released, mark):
    notebook.cells[0].metadata["nbgrader"] = mark
    assert mend(notebook, released) == []
    assert "nbgrader" not in notebook.cells[0].metadata


def test_when_the_notebook_is_empty_then_all_that_is_graded_comes_back(released):
    notebook = nbformat.v4.new_notebook()
    assert len(mend(notebook, released)) == 4
    assert marks(notebook) == marks(released)


def test_when_a_code_answer_was_made_text_with_a_picture_then_the_picture_stands_below(notebook, released):
    turned = picture("", "AAAA", id="task-1-answer")
    turned.source, turned.metadata = ANSWER, cell(notebook, "double-answer").metadata
    place = notebook.cells.index(cell(notebook, "double-answer"))
    notebook.cells[place] = turned
    notes = mend(notebook, released)
    assert notebook.cells[place + 1].attachments == {"a.png": {"image/png": "AAAA"}}
    assert "The pictures of the cell 'double-answer' were moved below it, because code cells cannot hold any." in notes


def test_when_a_given_picture_is_gone_then_it_comes_back_with_its_text(notebook, released):
    given = picture("Look.", "AAAA", id="given")
    given.metadata["nbgrader"] = {**cell(released, "double").metadata.nbgrader, "grade_id": "given", "grade": False}
    released.cells.insert(1, given)
    stripped = copy.deepcopy(given)
    stripped.source = "Look. ![](missing:a.png)"
    del stripped["attachments"]
    notebook.cells.insert(1, stripped)
    mend(notebook, released)
    assert cell(notebook, "given").attachments == given.attachments
