"""Whatever JSON a notebook's file holds becomes a valid notebook of the current format, or is refused with a reason."""

from typing import Any

import nbformat
import pytest

from grader.errors import UnreadableSubmission
from grader.intake.normalize import MAX_CELLS, MAX_TEXT, normalize


def code(source: object = "x = 1", **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "metadata": {}, **more}


def read(*cells: object, **more: Any) -> tuple[nbformat.NotebookNode, list[str]]:
    """The notebook of some cells, which is valid, and what was noted."""
    notes: list[str] = []
    notebook = normalize({"cells": [*cells], "nbformat": 4, **more}, notes)
    nbformat.validate(notebook)
    return notebook, notes


def test_a_sound_notebook_is_read_without_a_word() -> None:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python", "path": "/evil"}}
    notebook, notes = read(code(id="one"), code("y\r\n", id="two", outputs=[7], execution_count=3), metadata=kernel)
    assert [cell.source for cell in notebook.cells] == ["x = 1", "y\n"]
    assert [cell.id for cell in notebook.cells] == ["one", "two"]
    assert all((cell.outputs, cell.execution_count) == ([], None) for cell in notebook.cells)
    assert notebook.metadata == {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    assert notes == []


@pytest.mark.parametrize(
    ("cell", "source", "note"),
    [
        (code(["x = 1\n", "y"]), "x = 1\ny", None),
        (code(7), "", "source could not be read are now empty: 1."),
        ({"cell_type": "code"}, "", "source could not be read are now empty: 1."),
        (code("a\ud800"), "a?", None),
        (
            {"cell_type": "video", "source": "x", "execution_count": 1},
            "x",
            "unknown type were read as code or as text: 1.",
        ),
        ({"cell_type": ["code"], "source": "x"}, "x", "unknown type were read as code or as text: 1."),
        ({"cell_type": "heading", "source": "Task 1", "level": 2}, "# Task 1", None),
    ],
)
def test_a_damaged_cell_is_read_as_far_as_it_can_be(cell: dict[str, Any], source: str, note: str | None) -> None:
    notebook, notes = read(cell)
    assert [one.source for one in notebook.cells] == [source]
    assert (note is None) == (notes == [])
    assert note is None or notes[0].endswith(note)


def test_what_is_no_cell_is_left_out_and_counted() -> None:
    notebook, notes = read(code(), 7, None, "cell")
    assert len(notebook.cells) == 1
    assert notes == ["Cells that could not be read were left out: 3."]


def test_of_a_mark_only_plain_data_of_a_bounded_size_stays() -> None:
    mark = {"grade_id": "score", "points": 10, "grade": True, "note": "x" * 201, "k" * 201: 1, "deep": {"a": 1}}
    notebook, _ = read(code(metadata={"nbgrader": mark, "other": 1}), code(metadata=[1]))
    assert notebook.cells[0].metadata == {"nbgrader": {"grade_id": "score", "points": 10, "grade": True}}
    assert notebook.cells[1].metadata == {}


def test_ids_are_a_cell_s_own() -> None:
    notebook, notes = read(code(id="a"), code(id="a"), code(id="no id!"), code(id=7), code())
    ids = [cell.id for cell in notebook.cells]
    assert ids[0] == "a"
    assert len({*ids}) == 5
    assert notes == ["Some cells had a duplicate or invalid id; they got new ones."]
    assert read(code(), code())[1] == []


def test_a_notebook_of_an_old_format_is_converted() -> None:
    cells = [{"cell_type": "code", "input": "x = 1", "language": "python", "outputs": [{"odd": 1}], "prompt_number": 1}]
    notes: list[str] = []
    notebook = normalize({"worksheets": [{"cells": cells}], "nbformat": 3, "metadata": {}}, notes)
    assert [cell.source for cell in notebook.cells] == ["x = 1"]
    assert notes == ["The notebook was in the old format 3 and was converted to the current one."]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ([], "contains JSON, but not a notebook"),
        ({"cells": {}}, "contains JSON, but no cells"),
        ({"cells": []}, "is a notebook without any cells"),
        ({"cells": [7]}, "is a notebook without any cells"),
        ({"cells": [code("x" * (MAX_TEXT + 1))]}, "holds 1.0 million characters"),
        ({"cells": [code()] * (MAX_CELLS + 1)}, "has more than 3,000 cells that are not empty"),
        ({"worksheets": [{"cells": [7]}], "nbformat": 3}, "is in the old format 3 and damaged"),
    ],
)
def test_what_holds_no_notebook_is_refused_with_the_reason(content: object, why: str) -> None:
    with pytest.raises(UnreadableSubmission, match=why):
        normalize(content, [])


def test_of_very_many_cells_the_empty_ones_are_left_out() -> None:
    notebook, notes = read(*[code("")] * MAX_CELLS, code(), code("", metadata={"nbgrader": {"grade_id": "a"}}))
    assert [cell.source for cell in notebook.cells] == ["x = 1", ""]
    assert notes == ["Empty cells were left out: 3,000."]
