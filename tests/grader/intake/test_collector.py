"""What is kept of outputs while a notebook's file is parsed."""

import json
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grader.intake import collector
from grader.intake.reader import read
from grader.notebooks import OWN, SUCCEEDED
from tests.support.drawn import picture

RED = picture((4, 4))
TEXT = new_output("stream", text="It looks right.\n")
ERROR = new_output("error", ename="AssertionError", evalue="no")


def shown(*data: dict[str, Any]) -> list[nbformat.NotebookNode]:
    return [new_output("display_data", data=each) for each in data]


def handed_in(cell: nbformat.NotebookNode) -> tuple[dict[str, Any], list[str]]:
    """What is kept of a cell's outputs, and what is told."""
    notebook, notes = read(nbformat.writes(new_notebook(cells=[cell])).encode())
    return notebook.cells[0].metadata.get(OWN, {}), notes


@pytest.mark.parametrize(
    "kind",
    [
        *("image/svg+xml", "image/tiff", "application/pdf", "application/vnd.plotly.v1+json"),
        *("application/vnd.vegalite.v5+json", "application/vnd.vega.v5+json", "application/vnd.bokehjs_exec.v0+json"),
    ],
)
def test_a_figure_that_cannot_be_shown_is_told(kind: str) -> None:
    kept, notes = handed_in(new_code_cell("x", outputs=shown({kind: "x", "text/plain": "<Figure>"})))
    assert notes == [collector.OTHER_KINDS.format(count=1)]
    assert kept == {}


@pytest.mark.parametrize(
    "data",
    [
        {"text/html": "<table><tr><td>1</td></tr></table>"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "a progress bar"}},
        {"application/json": {}, "text/plain": "x"},
    ],
)
def test_what_is_no_figure_is_not_told(data: dict[str, Any]) -> None:
    assert handed_in(new_code_cell("x", outputs=shown(data)))[1] == []


def test_too_many_figures_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collector, "MAX_PICTURES", 2)
    kept, notes = handed_in(new_code_cell("x", outputs=shown(*({"image/png": RED},) * 5)))
    assert kept == {"figures": [RED, RED]}
    assert notes == ["Submitted figures were left out because they are too many or too large: 3."]


@pytest.mark.parametrize("outputs", [[], [TEXT], [TEXT, *shown({"text/plain": "error"})]])
def test_a_cell_that_ran_without_an_error_succeeded(outputs: list[nbformat.NotebookNode]) -> None:
    assert handed_in(new_code_cell("x", execution_count=3, outputs=outputs)) == ({SUCCEEDED: True}, [])


@pytest.mark.parametrize(
    ("count", "outputs"), [(None, [TEXT]), (3, [ERROR]), (3, [TEXT, ERROR])], ids=["not run", "failed", "failed late"]
)
def test_of_any_other_cell_it_is_not_said(count: int | None, outputs: list[nbformat.NotebookNode]) -> None:
    assert handed_in(new_code_cell("x", execution_count=count, outputs=outputs)) == ({}, [])


@pytest.mark.parametrize("count", ["3", True, 3.0, [3], {"a": 3}])
def test_a_count_that_is_none_says_nothing(count: object) -> None:
    cell = {"cell_type": "code", "source": "x", "metadata": {}, "execution_count": count, "outputs": []}
    notebook, _ = read(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode())
    assert OWN not in notebook.cells[0].metadata


@pytest.mark.parametrize(("kind", "kept"), [("stream", {SUCCEEDED: True}), ("pyerr", {})])
def test_format_3_has_words_of_its_own(kind: str, kept: dict[str, bool]) -> None:
    output = {"output_type": kind, "text": "x", "ename": "x", "evalue": "x", "traceback": []}
    cell = {"cell_type": "code", "input": "x", "language": "python", "prompt_number": 2, "outputs": [output]}
    old = {"worksheets": [{"cells": [cell]}], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}
    notebook, _ = read(json.dumps(old).encode())
    assert notebook.cells[0].metadata.get(OWN, {}) == kept


def test_students_cannot_write_it_themselves() -> None:
    assert handed_in(new_code_cell("x", metadata={OWN: {SUCCEEDED: True}})) == ({}, [])
    cell = new_code_cell("x")
    cell[OWN] = {SUCCEEDED: True}
    assert read(json.dumps({**new_notebook(), "cells": [cell]}).encode())[0].cells[0].metadata == {}
