"""Outputs are rebuilt from what is harmless in them."""

import base64
import struct

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from grader.kernel.outputs import PNG, clean, error_output


def png(width: int, height: int, kind: bytes = b"IHDR") -> str:
    return base64.b64encode(PNG + struct.pack(">I4s2I", 13, kind, width, height) + b"rest").decode()


PICTURE = png(640, 480)
NO_PNG = base64.b64encode(PNG).decode(), base64.b64encode(b"GIF89a").decode(), png(640, 480, b"IDAT"), png(0, 480)


def cleaned(*outputs: dict[str, object], count: object = 1) -> list[NotebookNode]:
    cell = new_code_cell("x")
    cell.outputs = [NotebookNode(output) for output in outputs]
    cell.execution_count = count
    clean(cell)
    notebook = new_notebook(cells=[cell])
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode("utf-8")
    return list(cell.outputs)


@pytest.mark.parametrize("value", [None, 3, -1, [], ["x"], {"x": 1}, "\ud800", "<script>", b"x", 10**30])
def test_members_of_any_type_become_text(value: object) -> None:
    kinds = [
        {"output_type": "stream", "name": value, "text": value},
        {"output_type": "error", "ename": value, "evalue": value, "traceback": value},
        {"output_type": "error", "ename": value, "evalue": value, "traceback": [value]},
        {"output_type": "display_data", "data": value, "metadata": value},
        {"output_type": "execute_result", "data": {"text/plain": value}, "metadata": value, "execution_count": value},
        {"output_type": value},
    ]
    assert len(cleaned(*kinds, count=value)) == len(kinds)


def test_text_and_pictures_stay() -> None:
    data = {"text/plain": "x", "image/png": PICTURE, "text/html": "<b>", "image/svg+xml": "<svg>"}
    [output] = cleaned(
        {"output_type": "display_data", "data": data, "metadata": {"image/png": {"width": "1 onload=x"}}}
    )
    assert output.data == {"text/plain": "x", "image/png": PICTURE}
    assert output.metadata == {}


@pytest.mark.parametrize("picture", ["x' onerror='alert(1)", [PICTURE], None, "", *NO_PNG])
def test_what_is_no_png_is_no_picture(picture: object) -> None:
    [output] = cleaned({"output_type": "display_data", "data": {"image/png": picture}, "metadata": {}})
    assert output.data == {}


@pytest.mark.parametrize(
    ("width", "height", "stays"), [(8192, 4096, True), (8192, 4097, False), (60_000, 60_000, False)]
)
def test_a_picture_of_more_pixels_than_a_browser_can_show_goes(width: int, height: int, stays: bool) -> None:
    data = {"image/png": png(width, height), "text/plain": "x"}
    [output] = cleaned({"output_type": "display_data", "data": data, "metadata": {}})
    assert ("image/png" in output.data) is stays


def test_long_tracebacks_are_cut() -> None:
    [output] = cleaned({"output_type": "error", "ename": "x", "evalue": "y" * 10**6, "traceback": ["z" * 10**6] * 1000})
    assert len(nbformat.writes(new_notebook(cells=[new_code_cell("x", outputs=[output])]))) < 3 * 10**6


def test_what_the_grader_says_is_an_error_output() -> None:
    assert error_output("KernelLost", "why")["traceback"] == ["KernelLost: why"]
