"""A student's own notebook with the feedback as its first cell, for a platform that keeps the file's name."""

import html
import json
import re
from typing import Any

from grader.handback.feedback import Earned, Feedback
from grader.text import number, one_line

CELL = "feedback"
MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$^=:])")  # that mean something in Markdown or in a formula


def annotated(content: bytes | None, feedback: Feedback, course: str) -> bytes:
    """Return a notebook with one more cell before all others; alone in it where the notebook cannot be read.

    Args:
        content: the notebook as it was handed in.
        feedback: what the cell says.
        course: what the course is called.
    """
    notebook = _read(content) or {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}
    cell: dict[str, Any] = {"cell_type": "markdown", "metadata": {}, "source": markdown(feedback, course)}
    minor = notebook.get("nbformat_minor")
    if isinstance(minor, int) and minor >= 5:
        taken = {each.get("id") for each in notebook["cells"] if isinstance(each, dict)}
        cell["id"] = next(name for place in range(len(taken) + 1) if (name := f"{CELL}-{place}") not in taken)
    notebook["cells"].insert(0, cell)
    return f"{json.dumps(notebook, indent=1)}\n".encode("ascii")


def markdown(feedback: Feedback, course: str) -> str:
    """Return the feedback as Markdown, in which no text of anybody's is markup."""
    late = [Earned("Late penalty", -feedback.penalty, 0.0)] if feedback.penalty else []
    tasks = [task for task in feedback.tasks if task.max or task.points]
    rows = [
        f"| {_escaped(task.task)} | {number(task.points)} | {number(task.max) if task.max else ''} |"
        for task in (*tasks, *late)
    ]
    lines = [
        f"# Feedback on {_escaped(feedback.assignment)}",
        "",
        _escaped(course),
        "",
        *("| Task | Points | Of |", "| --- | ---: | ---: |", *rows),
        f"| **Total** | **{number(feedback.total)}** | **{number(feedback.max)}** |",
    ]
    for task in feedback.tasks:
        if task.comment:
            said = "\n".join(f"> {_escaped(line)}  " for line in task.comment.split("\n"))
            lines += ["", f"**{_escaped(task.task)}**", "", said]
    return "\n".join([*lines, ""])


def _escaped(text: str) -> str:
    return MARKS.sub(r"\\\1", html.escape(one_line(text, 20_000), quote=False))


def _read(content: bytes | None) -> dict[str, Any] | None:
    """Return a notebook of the present format, None of anything else."""
    try:
        notebook = json.loads((content or b"").decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    whole = isinstance(notebook, dict) and notebook.get("nbformat") == 4 and isinstance(notebook.get("cells"), list)
    return notebook if whole else None
