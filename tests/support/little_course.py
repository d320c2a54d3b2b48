"""A little course that is made in no time: one automatic task, one written one."""

from pathlib import Path

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.course import Course
from grader.course_copy import copy_settings
from grader.pipeline.release_steps import ClearTaskSolutions, FillFacts, StripMarks
from grader.release import release

ROOT = Path(__file__).parents[2]
HIDDEN = '''
import pytest

@pytest.mark.points(3)
def test_any_number(submission, rng, reference):
    """The double is right for any number."""
    number = float(rng.normal())
    assert submission.eval("double(number)", number=number) == reference.twice(number), "Is it twice as much?"

@pytest.mark.points(1)
def test_zero(submission):
    """The double of nothing is nothing."""
    assert submission.eval("double(0)") == 0, "What is twice nothing?"
'''


def marked(cell: nbformat.NotebookNode, grade_id: str, **mark: object) -> nbformat.NotebookNode:
    """A cell with nbgrader's mark."""
    plain = {"grade": False, "locked": False, "schema_version": 3, "solution": False, "task": False}
    cell.metadata["nbgrader"] = {**plain, "grade_id": grade_id, **mark}
    return cell


def master() -> nbformat.NotebookNode:
    """One automatic task, one written one."""
    region = "### BEGIN SOLUTION Task 1: double\n    summands = (number, number)\n    return sum(summands)\n"
    answer = f"def double(number):\n    {region}    ### END SOLUTION"
    check = 'assert double(2) == 4, "Twice?"\nprint("Task 1 looks right.")'
    model = "### BEGIN SOLUTION *Your answer here.*\nBecause doubling is linear.\n### END SOLUTION"
    cells = [
        new_markdown_cell("# << course >>\n\nDouble a number.", id="title"),
        marked(new_code_cell(answer, id="task-1-answer"), "double-answer", solution=True),
        marked(new_code_cell(check, id="task-1-check"), "double", grade=True, locked=True, points=4),
        marked(new_markdown_cell(model, id="task-2"), "why", grade=True, solution=True, points=2),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def lay_out(course: Course, source: nbformat.NotebookNode) -> None:
    """Write a master, and what nbgrader would make of it, by our own steps alone."""
    here = ResourcesDict(nbgrader={"notebook": "double"})
    for room, step in (("source", None), ("release", ClearTaskSolutions()), ("solutions", StripMarks())):
        notebook = nbformat.from_dict(source)
        if step is not None:
            FillFacts(facts={"course": "Arithmetic"}).preprocess(notebook, here)
            step.preprocess(notebook, here)
        folder = course.root / room / "double"
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, folder / "double.ipynb")
    release.bundle(course, "double")


def make_little(root: Path) -> Course:
    """A course with the one assignment `double`: released, solved, nothing handed in."""
    hidden = root / "tests" / "double"
    hidden.mkdir(parents=True)
    copy_settings(Course(ROOT), root)
    (hidden / "test_double.py").write_text(HIDDEN)
    (hidden / "reference.py").write_text(
        '"""Slow but sure."""\n\n\ndef twice(any_number):\n    return 2 * any_number\n'
    )
    lay_out(Course(root), master())
    return Course(root)
