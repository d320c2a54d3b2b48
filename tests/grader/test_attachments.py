"""Pictures attached to text cells: found however they are spelled, none lost where cells are joined."""

import json

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from grader.attachments import combine
from grader.reader import read

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
PICTURE = {"image/png": DOT}
OTHER = {"image/png": DOT[::-1]}


def received(source: str, *names: str) -> tuple[NotebookNode, list[str]]:
    """A text cell with pictures as it comes out of what was handed in, and what is told of it."""
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": source}
    cell["attachments"] = dict.fromkeys(names, PICTURE)
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    found, notes = read(json.dumps(notebook).encode())
    return found.cells[0], notes


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("![my map.png](attachment:my%20map.png)", "my map.png"),
        ("![my map.png](attachment:my%20map.png)", "my%20map.png"),
        ("![m](<attachment:my map.png>)", "my map.png"),
        ("![m](attachment:my map.png)", "my map.png"),
        ('![m](attachment:my%20map.png "My map")', "my map.png"),
        ("![m](attachment:map(1).png)", "map(1).png"),
        (r"![m](attachment:map\(1.png)", "map(1.png"),
        ("![m](attachment:map%281%29.png)", "map(1).png"),
        ("![m](attachment:MAP.PNG)", "map.png"),
        ("![m](attachment:Gefa%CC%88lle.png)", "Gef\u00e4lle.png"),
        ("![m](attachment:Gef\u00e4lle.png)", "Gefa\u0308lle.png"),
        ("![m][1]\n\n[1]: attachment:my%20map.png", "my map.png"),
        ("![m][1]\n\n[1]: <attachment:my map.png> 'title'", "my map.png"),
        ('<img width="10" src="attachment:my%20map.png" alt="m">', "my map.png"),
        ("<div><img src='attachment:my map.png'/></div>", "my map.png"),
        ("![m](attachment:map.png)", "map.png"),
    ],
)
def test_a_picture_is_found_however_its_name_is_spelled(source: str, name: str) -> None:
    cell, notes = received(source, name)
    [kept] = cell.attachments
    assert notes == []
    assert f"attachment:{kept}" in cell.source
    assert kept == (name if name == "map.png" else "picture-1.png")
    assert cell.source.count("attachment:") == 1


def test_a_picture_of_html_becomes_one_of_markdown_which_nbconvert_can_show() -> None:
    cell, _ = received('<center><img src="attachment:a.png" alt="mine"></center>', "a.png")
    assert cell.source == "<center>\n\n![mine](attachment:a.png)\n\n</center>"


@pytest.mark.parametrize(
    "source", ["![](attachment:gone%20map.png)", '<img src="attachment:gone.png">', "![](attachment:)"]
)
def test_a_picture_that_is_not_there_is_told(source: str) -> None:
    cell, notes = received(source, "b.png")
    assert notes == ["Pictures of text cells that are not in the file: 1."]
    assert "attachment:" not in cell.source
    assert "missing:" in cell.source


def test_names_that_differ_only_in_case_stay_apart() -> None:
    cell, notes = received("![](attachment:a.png) ![](attachment:A.png)", "A.png", "a.png")
    assert (cell.source, notes) == ("![](attachment:a.png) ![](attachment:A.png)", [])


def test_prose_about_an_attachment_stays_as_it_is() -> None:
    cell, notes = received("See the attachment: it shows my map.")
    assert (cell.source, notes) == ("See the attachment: it shows my map.", [])


def test_cells_that_are_joined_keep_all_their_pictures() -> None:
    cells = [new_markdown_cell(f"{word} ![](attachment:image.png)") for word in ("First", "Second", "Third")]
    for cell, picture in zip(cells, (PICTURE, OTHER, PICTURE), strict=True):
        cell.attachments = {"image.png": picture}
    combine(cells[0], list(cells))
    assert cells[0].attachments == {"image.png": PICTURE, "picture-1.png": OTHER}
    assert cells[0].source == (
        "First ![](attachment:image.png)\n\nSecond ![](attachment:picture-1.png)\n\nThird ![](attachment:image.png)"
    )


def test_joining_cells_without_pictures_adds_none() -> None:
    cell = new_code_cell("1")
    combine(cell, [cell, new_markdown_cell("2")])
    assert cell.source == "1\n\n2"
    assert "attachments" not in cell
