"""Whatever a file holds, the check can read it where the intake can, and never breaks."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.errors import UnreadableSubmission
from grader.form.decoding import Unreadable
from grader.form.reading import read_notebook
from grader.intake.reader import read

CELL = {"cell_type": "code", "metadata": {}, "source": ["x = 1\n", "y"], "outputs": [], "execution_count": None}
NOTEBOOK = {"cells": [CELL, {"cell_type": "markdown", "metadata": {}, "source": "é"}], "metadata": {}, "nbformat": 4}
DATA = json.dumps(NOTEBOOK, ensure_ascii=False).encode()

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["source", "cell_type", "id"]), inner),
    max_leaves=6,
)
cells = st.fixed_dictionaries({}, optional=dict.fromkeys(("cell_type", "metadata", "source", "outputs", "id"), values))
notebooks = st.fixed_dictionaries(
    {}, optional={"cells": st.lists(cells | values, max_size=4) | values, "metadata": values, "nbformat": values}
)


def same(data: bytes) -> None:
    try:
        wanted = [(cell.cell_type, cell.source) for cell in read(data)[0].cells]
    except UnreadableSubmission:
        with pytest.raises(Unreadable):
            read_notebook(data)
        return
    assert [(cell.kind, cell.source) for cell in read_notebook(data).cells] == wanted


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(st.integers(0, len(DATA)), st.integers(0, len(DATA)), st.binary(max_size=4))
def test_damaged_files_are_read_alike(start, end, other):
    same(DATA[:start] + other + DATA[end:])


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(notebooks, st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "utf-32"]))
def test_odd_json_is_read_alike(notebook, encoding):
    same(json.dumps(notebook).encode(encoding))


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        json.dumps({"cells": [CELL] * 3001}).encode(),
        json.dumps({"cells": [{**CELL, "source": ""}] * 3001 + [CELL]}).encode(),
        json.dumps({"cells": [{**CELL, "source": "x" * 2**20 + "y"}]}).encode(),
        b'{"cells": [' + b"[]," * 600_000 + b"1]}",
    ],
    ids=["deep", "many cells", "many empty cells", "much text", "many lists"],
)
def test_the_limits_are_the_same(data):
    try:
        read(data)
        readable = True
    except UnreadableSubmission:
        readable = False
    try:
        read_notebook(data)
        assert readable
    except Unreadable:
        assert not readable
