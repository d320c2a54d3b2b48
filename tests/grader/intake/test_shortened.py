"""A heavy notebook's file is read without what would take too much memory; a light one is read as it is."""

import json

import pytest

from grader.errors import UnreadableSubmission
from grader.intake import shortened as module
from grader.intake.reader import read
from grader.intake.shortened import HEAVY, MARK, require_plain, shortened

PNG = "iVBORw0KGgo"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that are soon reached."""
    bounds = {"HEAVY": 1000, "LONG": 100, "MAX_PICTURE": 400, "MAX_PICTURES": 900, "MAX_OTHERS": 500}
    for name, value in {**bounds, "MAX_BARE": 5000, "MAX_WIDE": 2500}.items():
        monkeypatch.setattr(module, name, value)


def parsed(*values: str) -> list[str]:
    text = json.dumps([*values, *["short"] * 100])
    found = json.loads(shortened(text.encode()))
    assert found[len(values) :] == ["short"] * 100
    return [value if value == MARK else value[:3] for value in found[: len(values)]]


def test_a_light_file_stays_as_it_is() -> None:
    data = json.dumps(["x" * 2**20] * 2).encode()
    assert shortened(data) is data
    assert len(data) < HEAVY


@pytest.mark.usefixtures("small")
def test_pictures_and_other_long_texts_have_room_of_their_own() -> None:
    picture, other = PNG + "x" * 300, "other" + "x" * 300
    assert parsed(other, other, picture, picture, picture) == ["oth", MARK, "iVB", "iVB", MARK]


@pytest.mark.usefixtures("small")
def test_one_picture_that_is_too_large_leaves_the_room_to_others() -> None:
    assert parsed(PNG + "x" * 800, PNG + "x" * 300) == [MARK, "iVB"]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("text", ['"' * 200, "\\" * 201, 'a"b\\' * 60, "{[,]}" * 60, "é" * 200])
def test_escapes_within_texts_end_none_of_them(text: str) -> None:
    assert parsed(text, "x" * 600, text)[1] == MARK


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("text", "count"), [("short", 700), ("ä", 400)])
def test_what_is_still_too_much_is_refused(text: str, count: int) -> None:
    with pytest.raises(UnreadableSubmission, match="even without large pictures"):
        shortened(json.dumps([text * 3] * count, ensure_ascii=False).encode())


@pytest.mark.parametrize("unit", ["[[]],", '{"a":{}},', "1,"])
def test_json_of_very_many_values_is_refused(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_VALUES", 500)
    monkeypatch.setattr(module, "MAX_CONTAINERS", 200)
    with pytest.raises(UnreadableSubmission, match="values"):
        require_plain("[" + unit * 1000 + "0]")
    require_plain(json.dumps([unit * 1000]))  # as text it takes no more memory than its characters


@pytest.mark.usefixtures("small")
def test_a_cell_whose_text_was_left_out_is_told() -> None:
    cells = [{"cell_type": "code", "source": text, "metadata": {}} for text in ("x = 1", "x" * 3000)]
    notebook, notes = read(json.dumps({"cells": cells, "nbformat": 4}).encode())
    assert [cell.source for cell in notebook.cells] == ["x = 1", ""]
    assert notes == ["Cells whose source could not be read are now empty: 1."]


@pytest.mark.usefixtures("small")
def test_figures_and_attachments_that_were_left_out_are_told() -> None:
    figure = {"output_type": "display_data", "data": {"image/png": PNG + "x" * 800}, "metadata": {}}
    code = {"cell_type": "code", "source": "x", "metadata": {}, "outputs": [figure]}
    text = {"cell_type": "markdown", "source": "x", "metadata": {}, "attachments": {"a": figure["data"]}}
    notebook, notes = read(json.dumps({"cells": [code, text], "nbformat": 4}).encode())
    assert "attachments" not in notebook.cells[1]
    assert notes == [
        "Submitted figures were left out because they are too many or too large: 1.",
        "Pictures attached to text cells were left out because they are too many or too large: 1.",
    ]


def test_outputs_that_no_page_shows_are_dropped_as_they_are_read() -> None:
    data = {"text/html": "x", "application/json": {"a": [1]}, "image/png": PNG, "text/plain": ["x"]}
    outputs = [
        {"output_type": "display_data", "data": data, "metadata": {}},
        {"output_type": "stream", "name": "stdout", "text": ["x"]},
    ]
    cell = {"cell_type": "code", "source": "x", "metadata": {}, "outputs": outputs}
    notebook, _ = read(json.dumps({"cells": [cell], "nbformat": 4}).encode())
    assert notebook.cells[0].metadata == {"grader": {"figures": [PNG]}}


def test_metadata_of_any_length_are_dropped() -> None:
    mark = {"grade_id": "score", "checksum": "x" * 10**6, "k" * 1000: 1}
    cell = {"cell_type": "code", "source": "x", "metadata": {"nbgrader": mark}}
    kernel = {"name": "python3", "display_name": "x" * 10**6}
    content = {"cells": [cell], "nbformat": 4, "metadata": {"kernelspec": kernel}}
    notebook, _ = read(json.dumps(content).encode())
    assert notebook.cells[0].metadata == {"nbgrader": {"grade_id": "score"}}
    assert notebook.metadata == {"kernelspec": {"name": "python3", "display_name": "x" * 200}}
