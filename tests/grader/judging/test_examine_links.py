"""Links, pipes and second names of files are no submissions: `grader check` says so, and waits for none."""

import os
from pathlib import Path

import pytest

from grader.course import Course
from tests.support.checked import a_folder, told


def test_a_pipe_is_no_submission_and_nobody_waits_for_it(little, tmp_path):
    os.mkfifo(tmp_path / "double.ipynb")
    for more in ((), ("--assignment", "double")):
        assert "neither a file nor a folder" in told(little, tmp_path / "double.ipynb", *more)["reason"]


@pytest.mark.parametrize("target", ["nowhere.ipynb", "double.ipynb"], ids=["nowhere", "itself"])
def test_a_link_that_leads_nowhere_is_no_usage_error(little, tmp_path, target):
    (tmp_path / "double.ipynb").symlink_to(target)
    result = told(little, tmp_path / "double.ipynb")
    assert (result["status"], result["reason"]) == (
        "needs attention",
        "double.ipynb is a symbolic link, not a file or a folder",
    )


def test_a_name_that_is_no_text_is_told_as_json_all_the_same(little, tmp_path):
    folder = a_folder(tmp_path)
    Path(os.fsdecode(bytes(folder) + b"/no\xff.ipynb")).write_text("no notebook")
    assert told(little, folder)["status"] == "needs attention"


@pytest.mark.parametrize("name", ["double.ipynb", "double.zip", "folder"])
def test_another_name_of_a_file_elsewhere_needs_attention(little: Course, tmp_path: Path, name: str) -> None:
    theirs = little.notebook("double", "solutions")
    path = tmp_path / "handed-in" / name
    (path if name == "folder" else path.parent).mkdir(parents=True)
    (path / "double.ipynb" if name == "folder" else path).hardlink_to(theirs)
    result = told(little, path)
    assert (result["status"], result["score"]) == ("needs attention", 0)
    assert "is a hard link to solutions/double/double.ipynb" in result["reason"]


def test_a_link_needs_attention_and_a_way_through_one_does_not(little: Course, tmp_path: Path) -> None:
    notebook = little.notebook("double", "solutions")
    (tmp_path / "link.ipynb").symlink_to(notebook)
    assert "link.ipynb is a symbolic link" in told(little, tmp_path / "link.ipynb")["reason"]
    (tmp_path / "way").symlink_to(notebook.parent)
    assert told(little, tmp_path / "way" / notebook.name)["score"] == 4
