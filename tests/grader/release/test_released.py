"""What nbgrader makes of a master with our steps: nothing of its author's machine, nothing of its solution."""

import json

import nbformat
import pytest

from grader.notebooks import read_notebook
from grader.pipeline import generation
from grader.release.release import release

from .test_proof import edit
from .test_secret_pictures import PUBLIC, REGION, SECRET, attached, text


@pytest.fixture(scope="module")
def made(new_little, tmp_path_factory):
    """The little course, its master written in a conda environment and with pictures, released by nbgrader."""
    course = new_little(tmp_path_factory.mktemp("released") / "course")
    path = course.notebook("double")
    source = "![](attachment:asked.png)\n" + REGION.format("![](attachment:model.png)")
    edit(path, "task-2", source=source, attachments=attached(asked=PUBLIC, model=SECRET))
    master = nbformat.read(path, as_version=4)
    master.metadata["kernelspec"] = {"display_name": "Python [conda env:adl]", "language": "python", "name": "adl"}
    master.metadata["language_info"] = {"name": "python", "version": "3.9.1", "file_extension": ".adl"}
    master.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"drawn": text(SECRET)}}}
    nbformat.write(master, path)
    generation.generate(course, "double")
    return course


@pytest.mark.gradebook
@pytest.mark.parametrize("room", ["release", "solutions"])
def test_whatever_environment_the_master_was_written_in_students_and_staff_get_an_ordinary_kernel(made, room):
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    assert read_notebook(made.notebook("double", room)).metadata == {
        "kernelspec": kernel,
        "language_info": {"name": "python"},
    }


def test_the_picture_of_a_solution_leaves_with_its_region_and_stays_with_the_solution(made):
    pictures = {
        room: next(
            cell.attachments for cell in read_notebook(made.notebook("double", room)).cells if cell.id == "task-2"
        )
        for room in ("release", "solutions")
    }
    assert pictures == {"release": attached(asked=PUBLIC), "solutions": attached(asked=PUBLIC, model=SECRET)}
    released = made.notebook("double", "release").read_text()
    assert text(SECRET) not in "".join(released.split())
    assert "model.png" not in json.dumps(released)


def test_when_only_the_deadline_changes_then_the_solution_keeps_its_figures(little, monkeypatch):
    monkeypatch.setattr("grader.release.proof.prove", lambda course, assignment: [])
    path = little.notebook("double", "solutions")
    drawn = nbformat.v4.new_output("stream", text="Task 1 looks right.\n")
    edit(path, "task-1-check", outputs=[drawn], execution_count=2)
    edit(little.notebook("double"), "title", "\n\nDue in May.")
    release(little, "double")
    cells = {cell.id: cell for cell in read_notebook(path).cells}
    assert cells["title"].source.endswith("Due in May.")
    assert cells["task-1-check"].outputs == [drawn]
    assert cells["task-1-check"].execution_count == 2
