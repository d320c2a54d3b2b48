"""A notebook with the feedback as its first cell: the student's own otherwise, and no text in it is markup."""

import json
import warnings

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from grader.handback.annotated import annotated, markdown
from grader.handback.feedback import Earned, Feedback
from grader.roster import Student

CELL = {"cell_type": "code", "execution_count": None, "id": "feedback-0", "metadata": {}, "outputs": [], "source": "1"}
BEST = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"kernelspec": {"name": "x", "display_name": "x"}},
    "cells": [CELL],
}


def feedback(task: str = "Task 1", comment: str = "Well done.") -> Feedback:
    return Feedback("hw3", Student("ada"), (Earned(task, 7.5, 10, comment),), 5.0, 10, 2.5)


def test_all_but_the_first_cell_is_the_student_s_own() -> None:
    made = json.loads(annotated(json.dumps(BEST).encode(), feedback(), "Arithmetic"))
    first = made["cells"].pop(0)
    assert made == BEST
    assert first["id"] != "feedback-0"
    assert "| Late penalty | -2.5 |" in first["source"]
    nbformat.validate(nbformat.from_dict({**made, "cells": [first, *made["cells"]]}))


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"nbformat": 3, "worksheets": []}',
        b'{"nbformat": 4, "cells": 7}',
        b"[" * 10**5,
    ],
    ids=range(8),
)
def test_what_is_no_notebook_gives_a_notebook_of_the_feedback_alone(content: bytes | None) -> None:
    made = nbformat.from_dict(json.loads(annotated(content, feedback(), "Arithmetic")))
    assert [cell.cell_type for cell in made.cells] == ["markdown"]
    nbformat.validate(made)


def test_an_older_notebook_gets_no_id() -> None:
    old = {"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": []}
    with warnings.catch_warnings(action="error"):
        made = nbformat.from_dict(json.loads(annotated(json.dumps(old).encode(), feedback(), "Arithmetic")))
        nbformat.validate(made)
    assert "id" not in made.cells[0]


@given(task=st.text(), comment=st.text())
def test_no_text_is_markup(task: str, comment: str) -> None:
    text = markdown(feedback(f"{task}<b>|", f"{comment}\n# [a](javascript:b) <img src=x>"), "<script>")
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inner = [child.type for token in tokens for child in token.children or ()]
    assert not {"html_inline", "link_open", "image", "code_inline", "em_open"} & set(inner)
    assert not {"html_block", "fence", "code_block", "hr"} & {token.type for token in tokens}
    assert [token.type for token in tokens].count("heading_open") == 1
