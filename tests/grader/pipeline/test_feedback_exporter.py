"""The exporter of feedback pages makes one of any notebook, with what it knows of it."""

from grader.pipeline.feedback_exporter import FeedbackExporter
from tests.support.answered import graded


def test_the_exporter_makes_a_page_of_any_notebook() -> None:
    html, resources = FeedbackExporter().from_notebook_node(graded())
    assert resources["output_extension"] == ".html"
    assert "return" in html
    assert "<table" not in html
