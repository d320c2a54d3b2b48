"""What students do to their notebooks by accident is mended and told in one line; mending twice changes nothing."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from grader.notebooks import read_notebook
from grader.repair.repair import KERNELSPEC, repair

ANSWER = "def double(number):\n    return number + number"


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


def cell(notebook: nbformat.NotebookNode, grade_id: str) -> nbformat.NotebookNode:
    found = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id]
    assert len(found) == 1, f"{len(found)} cells {grade_id}"
    return found[0]


def marks(notebook: nbformat.NotebookNode) -> list[str]:
    return [c.metadata.nbgrader.grade_id for c in notebook.cells if "nbgrader" in c.metadata]


def mend(notebook: nbformat.NotebookNode, released: nbformat.NotebookNode) -> list[str]:
    """Repair; all that must hold of any repaired notebook is checked here."""
    notes = repair(notebook, released)
    assert sorted(marks(notebook)) == sorted(marks(released))
    for original in released.cells:
        if mark := original.metadata.get("nbgrader"):
            mended = cell(notebook, mark.grade_id)
            assert mended.metadata.nbgrader == mark
            assert mended.cell_type == original.cell_type
            assert mended.source == original.source or not mark.locked
    nbformat.validate(notebook)  # a warning, here an error, where two cells have one id
    once = copy.deepcopy(notebook)
    assert repair(notebook, released) == []
    assert notebook == once
    return notes


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


def test_when_an_answer_has_lost_its_mark_and_its_id_then_it_is_found_by_what_it_defines(notebook, released):
    lost = cell(notebook, "double-answer")
    del lost.metadata["nbgrader"]
    lost.id = "new"
    told = ["Found the answer to 'double-answer' by what it defines; its nbgrader metadata was missing."]
    assert mend(notebook, released) == told
    assert cell(notebook, "double-answer").source == ANSWER


def test_when_several_unmarked_cells_define_the_answer_then_the_last_one_counts(notebook, released):
    notebook.cells.remove(cell(notebook, "double-answer"))
    drafts = [f"def double(number):\n    return {draft}" for draft in (1, 2)]
    notebook.cells += [new_code_cell(source, id=f"draft-{n}") for n, source in enumerate(drafts)]
    mend(notebook, released)
    assert cell(notebook, "double-answer").source == drafts[1]


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


@pytest.mark.parametrize(
    ("source", "how"), [("def double(number:\n    return", "what it defines"), ("= = lambda", "its cell id")]
)
def test_when_an_answer_that_cannot_be_read_has_lost_its_mark_then_it_is_found(notebook, released, source, how):
    lost = cell(notebook, "double-answer")
    lost.source = source
    del lost.metadata["nbgrader"]
    [note] = mend(notebook, released)
    assert note.endswith(f"by {how}; its nbgrader metadata was missing.")


def test_when_a_cell_comes_back_whose_cell_id_is_taken_then_it_gets_another(notebook, released):
    taken = cell(notebook, "double").id
    notebook.cells.remove(cell(notebook, "double"))
    notebook.cells.append(new_markdown_cell("My notes", id=taken))
    assert mend(notebook, released) == ["Restored the missing cell 'double'."]
    assert notebook.cells[-1].id == taken


TWICE = "The answer 'double-answer' was there 2 times; the last complete one counts."
STUB = 'def double(number):\n    raise NotImplementedError("Task 1: double")'


@pytest.mark.parametrize(
    ("first", "second", "chosen"),
    [
        (f"{ANSWER}  # a draft", ANSWER, 1),
        (ANSWER, STUB, 0),
        (ANSWER, "def double(number:\n    return", 0),
        (ANSWER, "print(double(2))", 0),
        (STUB, ANSWER, 1),
    ],
)
def test_when_a_cell_stands_there_twice_then_the_last_complete_one_counts(notebook, released, first, second, chosen):
    twin, other = copy.deepcopy(cell(notebook, "double-answer")), cell(notebook, "double-answer")
    twin.update(id="twin", source=first)
    other.source = second
    notebook.cells.insert(0, twin)
    assert mend(notebook, released) == [TWICE]
    assert cell(notebook, "double-answer").source == (first, second)[chosen]
    running = [c for c in notebook.cells if c.cell_type == "code" and c.source.startswith("def double")]
    assert running == [cell(notebook, "double-answer")], "another definition would be the one that is judged"


def test_when_a_twin_is_of_another_kind_then_the_right_kind_counts(notebook, released):
    twin = new_markdown_cell("long notes " * 50, id="twin", metadata=cell(notebook, "double-answer").metadata.copy())
    notebook.cells.append(twin)
    mend(notebook, released)
    assert cell(notebook, "double-answer").source == ANSWER


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


def picture(source: str, data: str, **fields: str) -> nbformat.NotebookNode:
    found = new_markdown_cell(f"{source} ![](attachment:a.png)", **fields)
    found.attachments = nbformat.from_dict({"a.png": {"image/png": data}})
    return found


def test_when_a_written_answer_stands_in_two_cells_below_its_own_then_both_pictures_are_kept(notebook, released):
    cell(notebook, "why").source = cell(released, "why").source
    notebook.cells += [picture("One.", "AAAA", id="one"), picture("Two.", "BBBB", id="two")]
    mend(notebook, released)
    found = cell(notebook, "why")
    assert found.source == "One. ![](attachment:picture-1)\n\nTwo. ![](attachment:picture-2)"
    assert found.attachments == {"picture-1": {"image/png": "AAAA"}, "picture-2": {"image/png": "BBBB"}}


def test_when_a_written_answer_has_twins_then_all_their_pictures_are_kept(notebook, released):
    twins = [picture("One.", "AAAA", id="one"), picture("Two.", "BBBB", id="two")]
    for twin in twins:
        twin.metadata = copy.deepcopy(cell(notebook, "why").metadata)
    notebook.cells[-1:] = twins
    mend(notebook, released)
    assert len(cell(notebook, "why").attachments) == 2


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
