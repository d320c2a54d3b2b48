"""Every reference to a picture finds it, however it is spelled, and joined texts keep all of theirs."""

import copy
import unicodedata
from urllib.parse import quote

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.pages.student_text import sanitize_texts
from grader.repair.attachments import MAX_TEXT, join, renamed
from grader.repair.matching import marked
from grader.repair.repair import repair
from tests.support.drawn import picture

A, B = ({"image/png": picture((2, side))} for side in (3, 4))
NAME = "Bildschirmfoto (1) vor_Übung 50%.png"
SPELLINGS = {
    "as it is": NAME,
    "percent signs": quote(NAME),
    "as encodeURI does it": quote(NAME, safe="()"),
    "spaces only": NAME.replace(" ", "%20").replace("50%.", "50%25."),
    "backslashes": NAME.replace("(", r"\(").replace(")", r"\)").replace("_", r"\_"),
    "references of HTML": NAME.replace("Ü", "&Uuml;").replace("(", "&#40;"),
    "decomposed": unicodedata.normalize("NFD", NAME),
    "other case": NAME.upper(),
}
FORMS = {
    "link": "![map](attachment:{name})",
    "angle brackets": "![map](<attachment:{name}>)",
    "title": '![map](attachment:{name} "my map")',
    "HTML": '<img alt="map" src="attachment:{name}">',
    "HTML without quotes": "<img alt='map' src='attachment:{name}' width=30>",
    "definition": "![map][here]\n\n[here]: attachment:{name}",
    "definition with title": "![map][here]\n\n[here]: <attachment:{name}> 'my map'",
    "two on a line": "![map](attachment:{name}) and (see there) ![map](attachment:{name})",
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_picture_is_shown_however_its_name_is_spelled(form: str, spelling: str) -> None:
    cell = new_markdown_cell(f"Before.\n\n{form.format(name=spelling)}\n\nAfter.", attachments={NAME: A})
    assert sanitize_texts(new_notebook(cells=[cell]), None) == []
    assert cell.source.count('<img src="data:image/png;base64,') == form.count("attachment:")
    assert "Before." in cell.source
    assert "After." in cell.source


def test_of_names_that_are_alike_each_reference_finds_its_own() -> None:
    names = ["map.png", "MAP.png", "map 2.png", "map%202.png", "map"]
    source, bundles = renamed(
        " ".join(f"![]({name})" for name in map("attachment:{}".format, names)), dict.fromkeys(names, A)
    )
    assert source == " ".join(f"![](attachment:picture-{number})" for number in range(1, 6))
    assert list(bundles) == [f"picture-{number}" for number in range(1, 6)]


@pytest.mark.parametrize("name", ["gone.png", "map.png.bak", "other map.png", ""])
def test_a_picture_that_is_not_there_is_not_taken_for_another(name: str) -> None:
    cell = new_markdown_cell(f"![map](attachment:{name})", attachments={"map.png": A})
    assert len(sanitize_texts(new_notebook(cells=[cell]), None)) == 1
    assert "<img" not in cell.source


def test_prose_about_an_attachment_stays_as_it_is() -> None:
    text = "See the attachment: map.png shows it, and attachment:map.png."
    assert renamed(text, {})[0] == text
    cell = new_markdown_cell("See the attachment: it shows my map (attachment).")
    assert sanitize_texts(new_notebook(cells=[cell]), None) == []


def test_when_texts_are_joined_then_pictures_of_one_name_stay_two() -> None:
    cells = [
        new_markdown_cell("![](attachment:image.png)", attachments={"image.png": A}),
        new_markdown_cell("No picture."),
        new_markdown_cell("![](attachment:image.png)", attachments={"image.png": B}),
    ]
    source, bundles = join(cells)
    assert source == "![](attachment:picture-1)\n\nNo picture.\n\n![](attachment:picture-2)"
    assert bundles == {"picture-1": A, "picture-2": B}


def test_when_texts_are_joined_then_links_of_one_label_stay_two() -> None:
    cells = [
        new_markdown_cell("![here][Map]\n\n[map]: attachment:a.png", attachments={"a.png": A}),
        new_markdown_cell("![map]\n\n[map]: attachment:a.png", attachments={"a.png": B}),
    ]
    source, bundles = join(cells)
    cell = new_markdown_cell(source, attachments=bundles)
    assert sanitize_texts(new_notebook(cells=[cell]), None) == []
    shown = [part.partition('"')[0] for part in cell.source.split("base64,")[1:]]
    assert len(set(shown)) == 2


def test_when_texts_are_too_long_to_show_pictures_then_they_are_joined_as_they_are() -> None:
    cells = [new_markdown_cell("word " * (MAX_TEXT // 5) + "attachment:a", attachments={"a": A}) for _ in range(2)]
    source, bundles = join(cells)
    assert source == "\n\n".join(cell.source for cell in cells)
    assert bundles == {"a": A}


def answers(kinds: tuple[str, ...] = ("markdown", "markdown")) -> list[NotebookNode]:
    """Two cells with a picture each, both called as JupyterLab calls what is pasted."""
    cells = []
    for number, (kind, bundle) in enumerate(zip(kinds, (A, B), strict=True)):
        cell = new_markdown_cell(f"Reason {number}\n\n![](attachment:image.png)", attachments={"image.png": bundle})
        cell.cell_type = kind
        cells.append(cell)
    return cells


@pytest.mark.parametrize("kinds", [("markdown", "markdown"), ("raw", "markdown"), ("raw", "raw")])
@pytest.mark.parametrize("where", ["below", "below, a text as code", "marked twice", "marked, another below"])
def test_wherever_repair_joins_texts_all_pictures_are_shown(released, kinds, where):
    notebook = copy.deepcopy(released)
    cells = answers(kinds)
    if "marked" in where:
        notebook.cells = [cell for cell in notebook.cells if cell.id != "task-2"]
        for cell in cells[: 2 if where == "marked twice" else 1]:
            cell.metadata["nbgrader"] = copy.deepcopy(marked(released)["why"].metadata.nbgrader)
    elif "code" in where:
        cells.insert(0, new_code_cell("This is no Python, but it says why"))
    notebook.cells += cells
    repair(notebook, released)
    assert sanitize_texts(notebook, released) == []
    shown = [cell.source.count("<img ") for cell in notebook.cells if cell.cell_type == "markdown"]
    assert sum(shown) == 2
    if where != "marked, another below":
        assert marked(notebook)["why"].source.count("<img ") == 2


def test_twins_that_say_the_same_but_show_another_picture_are_both_kept(released):
    notebook = copy.deepcopy(released)
    cells = answers()
    cells[1].source = cells[0].source
    for cell in cells:
        cell.metadata["nbgrader"] = copy.deepcopy(marked(released)["why"].metadata.nbgrader)
    notebook.cells = [*(cell for cell in notebook.cells if cell.id != "task-2"), *cells, copy.deepcopy(cells[1])]
    repair(notebook, released)
    assert marked(notebook)["why"].source.count("attachment:picture-") == 2


def test_what_looks_like_a_given_text_with_its_picture_stays_as_it_was_given_out():
    ours = new_markdown_cell("![map](attachment:my%20map.png)", attachments={"my map.png": A})
    notebook = new_notebook(cells=[copy.deepcopy(ours)])
    assert sanitize_texts(notebook, new_notebook(cells=[ours])) == []
    assert (notebook.cells[0].source, notebook.cells[0].attachments) == (ours.source, ours.attachments)


@pytest.mark.parametrize("kind", ["raw", "long"])
def test_below_a_text_that_is_shown_as_it_stands_stand_its_pictures(kind):
    cell = new_markdown_cell("![](attachment:a b.png)" + " word" * (MAX_TEXT if kind == "long" else 1))
    cell.update(attachments={"a b.png": A}, cell_type="raw" if kind == "raw" else "markdown")
    assert sanitize_texts(new_notebook(cells=[cell]), None) == []
    assert cell.source.count("<img ") == 1


def test_a_given_picture_that_was_lost_comes_back_without_a_word():
    ours = new_markdown_cell("![map](attachment:map.png)", attachments={"map.png": A})
    notebook = new_notebook(cells=[new_markdown_cell(ours.source)])
    assert sanitize_texts(notebook, new_notebook(cells=[ours])) == []
    assert notebook.cells[0].attachments == ours.attachments
