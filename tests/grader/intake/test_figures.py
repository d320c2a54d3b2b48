"""Figures that were handed in are kept and shown as handed in; others are labelled as drawn while grading."""

import base64
import io
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from grader.intake.figures import KEY, keep, show
from grader.intake.reader import read
from grader.notebooks import has_figures
from grader.pictures import Album
from tests.support.drawn import picture

RED, BLUE = (picture(size) for size in ((4, 4), (5, 5)))


def shown(*data: dict[str, Any]) -> list[nbformat.NotebookNode]:
    return [new_output("display_data", data=each) for each in data]


def handed_in(*cells: nbformat.NotebookNode) -> tuple[nbformat.NotebookNode, list[str]]:
    """What is read of a notebook with these cells, its figures kept."""
    notebook, notes = read(nbformat.writes(new_notebook(cells=list(cells))).encode())
    return notebook, notes + keep(list(notebook.cells), notebook)


def labels(cell: nbformat.NotebookNode) -> list[str]:
    marks = [output.get("metadata", {}).get(KEY, {}) for output in cell.outputs]
    return [mark["figure"] for mark in marks if "figure" in mark]


def test_a_figure_that_was_handed_in_takes_the_place_of_the_one_drawn_while_grading() -> None:
    notebook, notes = handed_in(new_code_cell("draw()", outputs=shown({"image/png": RED, "text/plain": "<Figure>"})))
    cell = notebook.cells[0]
    cell.outputs = [
        new_output("stream", text="said while grading"),
        *shown({"image/png": BLUE, "text/plain": "<Figure>"}),
    ]
    show(notebook, "20")
    assert notes == []
    assert cell.outputs[0].text == "said while grading"
    assert [output.data.get("image/png") for output in cell.outputs[1:]] == [None, RED_ANEW]
    assert labels(cell) == ["as handed in"]
    assert cell.metadata == {}
    nbformat.validate(notebook)


def test_what_a_cell_draws_counts_only_where_none_of_its_figures_was_handed_in() -> None:
    text = new_output("stream", text="only text")
    cells = [new_code_cell("draw()", outputs=shown({"image/png": RED})), new_code_cell("draw()", outputs=[text])]
    notebook, _ = handed_in(*cells, new_markdown_cell("no code"))
    assert [has_figures(cell) for cell in notebook.cells] == [True, False, False]
    pages = []
    for drawn in ([], shown({"image/png": BLUE, "text/plain": "<Figure>"})):
        again = nbformat.from_dict(notebook)
        again.cells[0].outputs = list(drawn)
        show(again, "20")
        pages.append(again)
    assert pages[0] == pages[1]


def test_a_figure_that_cannot_be_decoded_leaves_the_drawn_one_to_be_shown() -> None:
    notebook, _ = handed_in(new_code_cell("draw()", outputs=shown({"image/png": "bm90IGEgcGljdHVyZQ=="})))
    assert not has_figures(notebook.cells[0])


RED_ANEW = Album().add(RED)


def test_where_none_was_handed_in_the_label_says_how_long_was_trained() -> None:
    notebook, _ = handed_in(new_code_cell("draw()"))
    notebook.cells[0].outputs = shown({"image/png": BLUE})
    show(notebook, "20")
    assert labels(notebook.cells[0]) == ["drawn while grading, after 20 training steps"]
    assert notebook.cells[0].outputs[0].data["text/plain"] == "Figure drawn while grading, after 20 training steps:"


def test_where_nothing_is_trained_the_label_says_nothing_of_it() -> None:
    notebook, _ = handed_in(new_code_cell("draw()"))
    notebook.cells[0].outputs = shown({"image/png": BLUE})
    show(notebook, None)
    assert labels(notebook.cells[0]) == ["drawn while grading"]


def test_the_value_of_a_cell_stays_beside_its_kept_figure() -> None:
    notebook, _ = handed_in(new_code_cell("image", outputs=shown({"image/png": RED})))
    data = {"image/png": BLUE, "text/plain": "<PIL.Image>"}
    notebook.cells[0].outputs = [new_output("execute_result", data=data, execution_count=1)]
    show(notebook, None)
    assert notebook.cells[0].outputs[0].data == {"text/plain": "<PIL.Image>"}


def test_the_figures_of_a_cell_that_is_gone_go_to_the_one_before_it() -> None:
    notebook, _ = read(
        nbformat.writes(
            new_notebook(cells=[new_code_cell("one"), new_code_cell("two", outputs=shown({"image/png": RED}))])
        ).encode()
    )
    before = list(notebook.cells)
    notebook.cells = [new_markdown_cell("text"), before[0]]
    assert keep(before, notebook) == []
    assert before[0].metadata[KEY] == {"figures": [RED_ANEW]}


def test_what_students_write_into_the_metadata_is_no_figure() -> None:
    cell = new_code_cell("x", metadata={KEY: {"figures": [RED]}})
    notebook, _ = handed_in(cell)
    assert notebook.cells[0].metadata == {}


def test_a_figure_that_cannot_be_decoded_is_told() -> None:
    notebook, notes = handed_in(new_code_cell("x", outputs=shown({"image/png": "bm8gcGljdHVyZQ=="})))
    assert notes == ["Submitted figures cannot be decoded and were left out: 1."]
    assert KEY not in notebook.cells[0].metadata


@pytest.mark.parametrize(
    "data",
    [
        {"image/gif": picture((4, 4), kind="GIF")},
        {"image/webp": picture((4, 4), kind="WEBP", lossless=True)},
        {"text/html": f'<div><img src="data:image/png;base64,{RED}"></div>'},
        {"text/html": ["<div>", f"<img src='data:image/png;base64,{RED}'>", "</div>"]},
        {"image/svg+xml": "<svg/>", "image/png": RED},
    ],
    ids=["gif", "webp", "in html", "in lines of html", "beside svg"],
)
def test_a_figure_of_another_kind_is_kept_as_png(data: dict[str, Any]) -> None:
    notebook, notes = handed_in(new_code_cell("x", outputs=shown(data)))
    assert notes == []
    (figure,) = notebook.cells[0].metadata[KEY]["figures"]
    with Image.open(io.BytesIO(base64.b64decode(figure))) as shown_one:
        assert (shown_one.format, shown_one.size) == ("PNG", (4, 4))


def test_an_output_that_no_page_can_show_is_left_out() -> None:
    notebook, _ = handed_in(new_code_cell("x"))
    notebook.cells[0].outputs = shown({})
    show(notebook, None)
    assert notebook.cells[0].outputs == []
