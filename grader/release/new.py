"""Lays out a new assignment that can be released and graded as it is: one task, its hidden tests, two answers."""

import re
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.course import Course
from grader.errors import CourseError
from grader.names import require_assignment

SKELETON = Path(__file__).with_name("skeleton")
CELL = re.compile(r"^# %% \[(?P<kind>\w+)\] (?P<id>\S+)(?: (?P<grade_id>\S+))?(?: (?P<points>\d+))?\n", re.MULTILINE)
FILES = {  # below the course's folder, by the file of the skeleton
    "test_rows.py.txt": "tests/{0}/test_{0}_rows.py",
    "reference.py.txt": "tests/{0}/reference.py",
    "README.md.txt": "tests/{0}/README.md",
    "right.py.txt": "tests/answers/{0}/{0}_rows/right/column_by_column.py",
    "wrong.py.txt": "tests/answers/{0}/{0}_rows/wrong/other_axis.py",
}


def lay_out(course: Course, assignment: str) -> list[Path]:
    """Write the files of a new assignment.

    Args:
        course: the course.
        assignment: its name.

    Returns:
        The files, relative to the course's folder.

    Raises:
        CourseError: no assignment can be called so, or there is one of that name.
    """
    require_assignment(assignment)
    if not re.fullmatch(r"[A-Za-z]\w*", assignment, re.ASCII):
        raise CourseError(
            assignment, "it cannot be part of its tasks' names", "Use letters, digits and underscores: hw4."
        )
    for folder in ("source", "tests", "tests/answers"):
        if (course.root / folder / assignment).exists():
            raise CourseError(course.root / folder / assignment, "it exists already", "Choose another name.")
    master = Path("source", assignment, f"{assignment}.ipynb")
    (course.root / master).parent.mkdir(parents=True)
    nbformat.write(_notebook(_text("notebook.py.txt", assignment)), course.root / master)
    made = [master]
    for name, pattern in FILES.items():
        path = Path(pattern.format(assignment))
        (course.root / path).parent.mkdir(parents=True, exist_ok=True)
        (course.root / path).write_text(_text(name, assignment), encoding="utf-8")
        made.append(path)
    return made


def _text(name: str, assignment: str) -> str:
    return (SKELETON / name).read_text(encoding="utf-8").replace("@assignment@", assignment)


def _notebook(text: str) -> nbformat.NotebookNode:
    """Return the notebook that a text in the percent format describes."""
    heads = list(CELL.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    cells = [_cell(head, text[head.end() : end].strip("\n")) for head, end in zip(heads, ends, strict=True)]
    return new_notebook(cells=cells)


def _cell(head: re.Match[str], source: str) -> nbformat.NotebookNode:
    if head["kind"] == "markdown":
        return new_markdown_cell(source, id=head["id"])
    cell = new_code_cell(source, id=head["id"])
    if head["grade_id"]:
        graded = head["kind"] == "grade"
        mark = {"grade": graded, "grade_id": head["grade_id"], "locked": graded, "schema_version": 3}
        points = {"points": int(head["points"])} if graded else {}
        cell.metadata["nbgrader"] = {**mark, **points, "solution": not graded, "task": False}
    return cell
