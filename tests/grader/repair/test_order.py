"""What is found by its place: written answers, the imports, and the order of the cells."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from grader.repair.order import find_texts, put_back_imports, restore_order
from tests.support.repaired import cell, mend, picture

IMPORTS = "import math\nfrom pathlib import Path"
BACK = "Restored the missing cell with the imports."
ORDER = "The cells were in a different order; that of the homework was restored."


@pytest.fixture
def with_imports(released) -> nbformat.NotebookNode:
    """The handout, with a cell of imports before the first task."""
    released.cells.insert(1, new_code_cell(IMPORTS, id="imports"))
    return released


def sources(notebook: nbformat.NotebookNode) -> list[str]:
    return [each.source for each in notebook.cells]


def test_when_a_written_answer_stands_in_two_cells_below_its_own_then_both_pictures_are_kept(notebook, released):
    cell(notebook, "why").source = cell(released, "why").source
    notebook.cells += [picture("One.", "AAAA", id="one"), picture("Two.", "BBBB", id="two")]
    mend(notebook, released)
    found = cell(notebook, "why")
    assert found.source == "One. ![](attachment:picture-1)\n\nTwo. ![](attachment:picture-2)"
    assert found.attachments == {"picture-1": {"image/png": "AAAA"}, "picture-2": {"image/png": "BBBB"}}


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (new_markdown_cell, "It is linear.", True),
        (new_code_cell, "it is linear, you see", True),  # no Python: somebody's words
        (new_code_cell, "linear = True", False),
        (new_markdown_cell, "*Your answer here.*", False),
        (new_markdown_cell, " ", False),
    ],
)
def test_what_stands_where_the_written_answer_was_is_the_answer(released, kind, text, found):
    notebook, notes = copy.deepcopy(released), []
    notebook.cells[-1] = kind(text, id="mine")
    find_texts(notebook, released, notes)
    assert notes == (["Found the answer to 'why' by its position; it was not in its own cell."] if found else [])
    assert [each.metadata.get("nbgrader", {}).get("grade_id") for each in notebook.cells[3:]] == [
        "why" if found else None
    ]


def test_a_written_answer_in_its_own_cell_takes_nothing_from_the_cells_below(notebook, released):
    before = copy.deepcopy(cell(notebook, "why"))
    notebook.cells.append(new_markdown_cell("My notes.", id="notes"))
    notes: list[str] = []
    find_texts(notebook, released, notes)
    assert (notes, cell(notebook, "why")) == ([], before)


def test_words_after_the_next_cell_of_the_homework_are_no_answer(released):
    released.cells.append(new_markdown_cell("# The end\n\nHand it in.", id="end"))
    notebook, notes = copy.deepcopy(released), []
    notebook.cells.append(new_markdown_cell("Thank you for the course.", id="thanks"))
    find_texts(notebook, released, notes)
    assert notes == []


@pytest.mark.parametrize(
    ("left", "put_back"),
    [
        ([], True),
        ([new_code_cell("import math", id="own")], False),  # some of them are there: the rest may not be wanted
        ([new_code_cell(IMPORTS, id="imports")], False),
        ([new_code_cell("import numpy", id="own")], True),
        ([new_markdown_cell("import math", id="own")], True),
    ],
)
def test_the_imports_come_back_where_nothing_of_them_is_left(with_imports, left, put_back):
    notebook, notes = copy.deepcopy(with_imports), []
    notebook.cells[1:2] = copy.deepcopy(left)
    put_back_imports(notebook, with_imports, notes)
    assert notes == ([BACK] if put_back else [])
    assert (notebook.cells[0].source == IMPORTS) == put_back


def test_imports_that_come_back_have_a_cell_id_of_their_own(with_imports):
    notebook = copy.deepcopy(with_imports)
    notebook.cells[1] = new_markdown_cell("Mine", id="imports")
    put_back_imports(notebook, with_imports, [])
    assert notebook.cells[0].id != "imports"


def test_a_cell_that_does_more_than_import_does_not_come_back(released):
    released.cells.insert(1, new_code_cell("import math\nSEED = 1", id="settings"))
    notebook, notes = copy.deepcopy(released), []
    del notebook.cells[1]
    put_back_imports(notebook, released, notes)
    assert notes == []


def test_imports_below_a_task_move_up_and_own_cells_follow_the_cell_they_followed(with_imports):
    notebook, notes = copy.deepcopy(with_imports), []
    title, imports, *tasks = notebook.cells
    notebook.cells = [new_markdown_cell("Ada", id="name"), title, *tasks, imports, new_code_cell("x = 1", id="own")]
    restore_order(notebook, with_imports, notes)
    assert notes == [ORDER]
    assert sources(notebook) == ["Ada", title.source, IMPORTS, "x = 1", *(task.source for task in tasks)]


def test_an_order_on_which_nothing_depends_is_the_students_own(with_imports):
    notebook, notes = copy.deepcopy(with_imports), []
    title, imports, *tasks, why = notebook.cells
    notebook.cells = [why, imports, *tasks, title]
    restore_order(notebook, with_imports, notes)
    assert notes == []
    assert sources(notebook) == [each.source for each in (why, imports, *tasks, title)]
