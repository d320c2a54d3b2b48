"""Pictures of a solution leave with it, and a release that shows one all the same is refused."""

import base64
import io
import textwrap
from urllib.parse import quote

import nbformat
import pytest
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from grader.course import Course
from grader.errors import ReleaseError
from grader.notebooks import read_notebook
from grader.pipeline.release_steps import DropUnusedAttachments
from grader.release import proof, release
from grader.repair.references import used

from .test_proof import edit

REGION = "### BEGIN SOLUTION *Your answer.*\n{}\n### END SOLUTION"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><circle r="42" fill="red"/></svg>'


def picture(red: int, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    pixels = Image.new("RGB", (8, 8), (red, 0, 0))
    pixels.putpixel((red % 8, 3), (0, 255, 0))
    pixels.save(file, kind)
    return file.getvalue()


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


SECRET, PUBLIC = picture(200), picture(100)


def attached(**pictures: bytes) -> dict[str, dict[str, str]]:
    return {f"{name}.png": {"image/png": text(data)} for name, data in pictures.items()}


def test_only_the_pictures_that_the_text_still_shows_stay_in_the_release():
    step, here = DropUnusedAttachments(), ResourcesDict()
    cells = [
        new_markdown_cell(
            "![](attachment:asked.png)\n\n*Your answer.*", attachments=attached(asked=PUBLIC, model=SECRET)
        ),
        new_markdown_cell("*Your answer.*", attachments=attached(model=SECRET)),
        new_code_cell("1"),
    ]
    notebook, _ = step.preprocess(new_notebook(cells=cells), here)
    assert [list(cell.get("attachments", ())) for cell in notebook.cells] == [["asked.png"], [], []]
    assert "attachments" not in notebook.cells[1]
    nbformat.validate(notebook)


@pytest.mark.parametrize(
    "source",
    [
        "![](attachment:my%20map.png)",
        "![](<attachment:my map.png>)",
        '<img src="attachment:my map.png" width=50>',
        "<img src='attachment:my%20map.png'/>",
        '![](attachment:my%20map.png "A map")',
        "![x][map]\n\n[map]: attachment:my%20map.png\n",
    ],
)
def test_however_a_text_refers_to_a_picture_it_stays(source):
    assert used(source, ["my map.png", "map.png", "my map.png.png", "my"]) == {"my map.png"}


@pytest.fixture
def pictured(little: Course) -> Course:
    """The little course: a written task shows one picture, its solution another, a solution cell draws a third."""
    source = "![](attachment:asked.png)\n" + REGION.format("![](attachment:model.png)")
    pictures = attached(asked=PUBLIC, model=SECRET)
    edit(little.notebook("double"), "task-2", source=source, attachments=pictures)
    drawn = new_output("display_data", data={"image/png": text(picture(50)), "image/svg+xml": DRAWING})
    edit(little.notebook("double"), "task-1-answer", outputs=[drawn])
    return little


def look(course: Course) -> None:
    release.bundle(course, "double")
    master = read_notebook(course.notebook("double"))
    pictures = proof.secret_pictures(master, course.notebook("double").parent, course.hidden("double"))
    assert SECRET in pictures
    proof._no_leak(course, "double", {}, pictures)


def test_when_the_picture_of_a_solution_is_gone_then_the_release_is_proven(pictured):
    edit(pictured.notebook("double", "release"), "task-2", attachments=attached(asked=PUBLIC))
    look(pictured)


LEAKS = {
    "left attached": {"attachments": attached(other_name=SECRET)},
    "attached under another kind": {"attachments": {"x": {"application/octet-stream": text(SECRET)}}},
    "written out": {"source": f"![](data:image/png;base64,{text(SECRET)})"},
    "written out in escapes": {"source": f'<img src="data:image/png;base64,{quote(text(SECRET), safe="")}">'},
    "written out in lines": {"source": "x = '" + "\\\n".join(textwrap.wrap(text(SECRET), 20)) + "'"},
    "in quoted lines": {"source": "x = (" + "\n".join(f'"{part}"' for part in textwrap.wrap(text(SECRET), 60)) + ")"},
    "in a cell's metadata": {"metadata": {"kept": [{"image/png": text(SECRET)}]}},
    "in metadata, line by line": {"metadata": {"kept": textwrap.wrap(text(SECRET), 20)}},
    "saved anew": {"source": f"![](data:image/png;base64,{text(picture(200, 'GIF'))})"},
    "that an answer drew": {"source": f"![](data:image/png;base64,{text(picture(50))})"},
    "a drawing": {"source": f"<b>{DRAWING}</b>"},
    "a drawing in an address": {"source": f"![](data:image/svg+xml,{quote(DRAWING)})"},
}


@pytest.mark.parametrize("fields", LEAKS.values(), ids=LEAKS)
def test_when_a_cell_shows_the_picture_of_a_solution_then_the_release_is_refused(pictured, fields):
    edit(pictured.notebook("double", "release"), "title", **fields)
    with pytest.raises(ReleaseError, match=r"double\.ipynb: it shows a picture of the solution \(cell task-"):
        look(pictured)


@pytest.mark.parametrize(
    "content", [SECRET, b"%PDF" + SECRET + b"EOF", picture(200, "GIF")], ids=["same", "within", "saved anew"]
)
def test_when_a_file_shows_the_picture_of_a_solution_then_the_release_is_refused(pictured, content):
    (pictured.root / "release" / "double" / "notes.bin").write_bytes(content)
    with pytest.raises(ReleaseError, match=r"release/double/notes\.bin: it shows a picture of the solution"):
        look(pictured)


@pytest.mark.parametrize("kind", ["written", "code"])
def test_when_only_a_solution_names_a_picture_file_then_the_release_is_refused(pictured, kind):
    line = {"written": "![](figures/the%20map.png)", "code": 'show("figures/the map.png")'}[kind]
    for room in ("source", "release"):
        (pictured.root / room / "double" / "figures").mkdir()
        (pictured.root / room / "double" / "figures" / "the map.png").write_bytes(picture(7))
    look(pictured)
    cell = {"written": "task-2", "code": "task-1-answer"}[kind]
    edit(pictured.notebook("double"), cell, "\n" + REGION.format(line))
    with pytest.raises(
        ReleaseError, match=rf"figures/the map\.png: it shows a picture of the solution \(cell {cell}\)"
    ):
        look(pictured)
    edit(pictured.notebook("double"), "title", "\n\nCompare with `the map.png`.")
    look(pictured)


def test_when_hidden_tests_have_a_picture_then_the_release_does_not_show_it(pictured):
    (pictured.hidden("double") / "expected.png").write_bytes(picture(9))
    (pictured.root / "release" / "double" / "expected.png").write_bytes(picture(9))
    with pytest.raises(ReleaseError, match=r"it shows a picture of the solution \(expected\.png\)"):
        look(pictured)


def test_when_a_picture_of_a_solution_is_also_shown_outside_then_it_is_no_secret(pictured):
    edit(pictured.notebook("double"), "title", "\n![](attachment:t.png)", attachments=attached(t=SECRET))
    master = read_notebook(pictured.notebook("double"))
    secrets = proof.secret_pictures(master, pictured.notebook("double").parent, None)
    assert set(secrets) == {picture(50), DRAWING.encode()}


def test_when_a_whole_cell_is_the_solution_then_none_of_it_may_be_seen(little):
    edit(little.notebook("double"), "task-2", source="Because ![](attachment:m.png)", attachments=attached(m=SECRET))
    master = read_notebook(little.notebook("double"))
    assert proof.secret_pictures(master, little.notebook("double").parent, None) == {SECRET: "cell task-2"}
    assert "Because ![](attachment:m.png)" in proof._secrets(master, little, "double")
