"""The notebook on its feedback page: own cells open, the handout folded, outputs below each as text and pictures."""

import pytest
from nbformat.v4 import new_markdown_cell, new_output

from tests.support.answered import graded
from tests.support.feedback_page import page

SCRIPT = "<script>alert(1)</script>"


def test_the_handout_is_folded_and_what_the_student_wrote_is_open() -> None:
    shown = page()
    folded = " ".join(details.text for details in shown.find_all("details"))
    own = " ".join(cell.text for cell in shown.find_all(class_="own"))
    for text in ("Arithmetic", "assert double(2) == 4", "plt.plot()"):
        assert text in folded
        assert text not in own
    for text in ("return number ** 2", "linear"):
        assert text in own
        assert text not in folded


def test_formulas_are_set_and_figures_have_captions_and_alternative_texts() -> None:
    shown = page()
    assert [math.text for math in shown.find_all("math")] == ["2x", "f(x)=2x"]
    captions = [figure.text.strip() for figure in shown.find_all("figcaption")]
    assert captions == ["Figure 1, as handed in", "Figure 2, drawn while grading, after 20 training steps"]
    assert all(image["alt"] for image in shown.find_all("img"))


def test_results_in_the_graded_notebook_are_not_shown_twice() -> None:
    notebook = graded()
    said = {"text/html": "<p>Told before</p>", "text/plain": "Told before"}
    notebook.cells[3].outputs = [new_output("display_data", said, metadata={"grader": {"results": True}})]
    notebook.cells.insert(0, new_markdown_cell("Told before", id="grader-result"))
    assert "Told before" not in page(notebook).text


def test_outputs_are_text_alone() -> None:
    notebook = graded()
    notebook.cells[3].outputs = [
        new_output("stream", text="\x1b[31mred\x1b[0m\n10%\r100%\n" + SCRIPT),
        new_output("execute_result", {"text/html": SCRIPT, "text/plain": "plain"}),
        new_output("error", ename="E", evalue="v", traceback=["\x1b[31mTraceback\x1b[0m", "E: v"]),
        new_output("stream", text="x" * 1_000_000),
    ]
    shown = page(notebook)
    outputs = [output.text for output in shown.find_all("pre", class_="output")]
    assert outputs[:3] == [f"red\n100%\n{SCRIPT}", "plain", "Traceback\nE: v"]
    assert outputs[3].endswith("[980000 more characters]")


def test_the_handout_is_rendered_once_for_a_class(monkeypatch: pytest.MonkeyPatch) -> None:
    page()
    notebook, rendered = graded(), []
    notebook.cells[6].source = "Another student's words."
    monkeypatch.setattr("grader.pages.feedback_cells.to_html", lambda source, *_: rendered.append(source) or source)
    page(notebook)
    assert rendered == ["Another student's words."]
