"""The formgrader's page of one submission: below each written answer, for staff only, the model answer and rubric."""

import html
import re
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from grader.course import Course
from grader.errors import CourseError
from grader.notebooks import is_grade, is_solution, is_task, read_notebook
from grader.repair.matching import grade_id

NAMES = ("student", "first_name", "last_name", "notebook_path")
HEADING = "Model answer and rubric, for staff only"
EDGE = re.compile(r"(BEGIN|END) (SOLUTION|MARK SCHEME)\b")


class ShowModelAnswers(Preprocessor):
    """Add model answers and rubrics to the notebook that the formgrader shows; no file is changed.

    Only the formgrader's page of a submission names one in its resources; for any other page this does nothing.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Add a text below each written answer, and escape the names that nbgrader's template shows as they are."""
        if "submission_id" not in resources:
            return nb, resources
        for name in NAMES:
            if isinstance(resources.get(name), str):
                resources[name] = html.escape(resources[name])
        course = Course(Path(self.config.CourseDirectory.get("root") or Path.cwd()))
        models = model_answers(course, resources["assignment_id"], resources["notebook_id"])
        cells: list[NotebookNode] = []
        for cell in nb.cells:
            cells += [cell, *models.get(grade_id(cell) or "", ())]
        nb.cells = cells
        return nb, resources


def model_answers(course: Course, assignment: str, notebook: str) -> dict[str, list[NotebookNode]]:
    """Return a text cell for each written task, by grade id: its secret regions; none if there is no master."""
    try:
        master = read_notebook(course.root / "source" / assignment / f"{notebook}.ipynb")
    except CourseError:
        return {}
    written = [cell for cell in master.cells if (is_grade(cell) and is_solution(cell)) or is_task(cell)]
    return {name: [_for_staff(cell)] for cell in written if (name := grade_id(cell))}


def _for_staff(cell: NotebookNode) -> NotebookNode:
    text = _secret(cell.source) if cell.cell_type == "markdown" else f"```\n{_secret(cell.source)}\n```"
    model = new_markdown_cell(f'<div class="staff-only">\n\n**{HEADING}**\n\n{text}\n\n</div>')
    if cell.get("attachments"):
        model["attachments"] = cell.attachments
    return model


def _secret(source: str) -> str:
    """Return the lines of a cell that students do not get; where no region is marked, that is all of it."""
    inside, lines, marked = False, [], False
    for line in source.split("\n"):
        if EDGE.search(line):
            inside, marked = "BEGIN" in line, True
        elif inside:
            lines.append(line)
    return "\n".join(lines) if marked else source
