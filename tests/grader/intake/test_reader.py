"""Whatever bytes are handed in become a valid notebook, with its figures, or are refused with a reason."""

import json

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from grader.errors import UnreadableSubmission
from grader.intake import figures
from grader.intake.figures import KEY, keep
from grader.intake.reader import read
from tests.support.drawn import picture

RED, BLUE = (picture(size) for size in ((4, 4), (5, 5)))
RED_ANEW = figures.Album().add(RED)


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg"])
def test_lines_of_base64_are_joined(kind: str) -> None:
    half = len(RED) // 2
    cell = {"cell_type": "code", "metadata": {}, "source": "draw()", "execution_count": None}
    cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {kind: [RED[:half], RED[half:]]}}]
    notebook, _ = read(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode())
    keep(list(notebook.cells), notebook)
    assert notebook.cells[0].metadata[KEY] == {"figures": [RED_ANEW]}


def test_a_notebook_of_format_3_keeps_its_figures() -> None:
    output = {"output_type": "display_data", "png": RED}
    cell = {"cell_type": "code", "language": "python", "input": "draw()", "outputs": [output], "prompt_number": 1}
    old = {"worksheets": [{"cells": [cell]}], "metadata": {}, "nbformat": 3, "nbformat_minor": 0}
    notebook, _ = read(json.dumps(old).encode())
    keep(list(notebook.cells), notebook)
    assert notebook.cells[0].metadata[KEY] == {"figures": [RED_ANEW]}


@pytest.mark.parametrize("outputs", [None, 3, "x", {}, [None], [3], [{"data": 3}], [{"data": {"image/png": {}}}], [{}]])
def test_whatever_stands_in_the_place_of_outputs_does_no_harm(outputs: object) -> None:
    cell = {"cell_type": "code", "metadata": {}, "source": "x", "outputs": outputs, "execution_count": None}
    notebook, _ = read(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode())
    assert keep(list(notebook.cells), notebook) == []


KEYS = some.sampled_from(["cells", "cell_type", "source", "metadata", "nbgrader", "grade_id", "id", "worksheets", "x"])
WORDS = some.sampled_from(["code", "markdown", "heading", "double", "def double(n): pass", "\ud800", "a\r\nb", ""])
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | WORDS | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(KEYS, inner, max_size=5),
    max_leaves=30,
)
CELLS = some.dictionaries(KEYS, VALUES, max_size=6) | VALUES


@settings(max_examples=60)
@given(cells=some.lists(CELLS, max_size=6), rest=some.dictionaries(KEYS, VALUES, max_size=3), sheets=some.booleans())
def test_when_json_is_arbitrary_then_it_becomes_a_valid_notebook_or_is_refused(cells, rest, sheets):
    content = {**rest, "worksheets": [{"cells": cells}]} if sheets else {**rest, "cells": cells}
    try:
        notebook, _ = read(json.dumps(content).encode())
    except UnreadableSubmission:
        return
    nbformat.validate(notebook)
    assert notebook.cells
    json.dumps(notebook, ensure_ascii=False).encode()


@settings(max_examples=50)
@given(data=some.binary(max_size=200), tail=some.binary(max_size=10))
def test_when_bytes_are_arbitrary_then_they_are_refused_with_a_reason(data, tail):
    for content in (data, b'{"cells": [' + data, data + b'{"cells": []}' + tail):
        with pytest.raises(UnreadableSubmission) as caught:
            read(content)
        assert len(caught.value.what) > 5
