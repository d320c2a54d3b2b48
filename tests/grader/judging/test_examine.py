"""`grader check`: whatever is handed to it, there is a result; only what a person typed wrong is a usage error."""

import os
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader import cli
from grader.course import Course
from grader.errors import CourseError, GradingFailed, KernelLost, UnreadableSubmission
from grader.intake import archive
from grader.judging import examine
from grader.notebooks import read_notebook
from tests.support.checked import a_folder, said, told

EMPTY = nbformat.writes(new_notebook(cells=[new_markdown_cell("Shopping list")]))


def bomb(root: Path) -> Path:
    path = root / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(3):
            with target.open(f"{number}.ipynb", "w") as file:
                for _ in range(100):
                    file.write(bytes(2**20))
    return path


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda root: a_folder(root), "there is no notebook in it"),
        (lambda root: a_folder(root, report__pdf="%PDF-1.7"), "there is no notebook in it"),
        (lambda root: a_folder(root, double__ipynb="") / "double.ipynb", "double.ipynb is empty"),
        (lambda root: a_folder(root, double__ipynb="no notebook"), "is not a readable notebook"),
        (lambda root: a_folder(root, double__ipynb='{"cells": ['), "truncated after 11 characters"),
        (lambda root: a_folder(root, double__ipynb=b"\x93\xfa\x96\x7b" * 9), "is not a readable notebook"),
        (lambda root: a_folder(root, double__ipynb=b"PK\x03\x04torn") / "double.ipynb", "is not a readable zip file"),
        (lambda root: a_folder(root, all__zip="no zip") / "all.zip", "all.zip is not a readable zip file"),
        (lambda root: a_folder(root, double__ipynb="[" * 100_000), "nested too deeply"),
        (lambda root: a_folder(root, other__ipynb=EMPTY), "it fits no assignment of this course"),
        (bomb, "all.zip unpacks to 300 MB; at most 200 MB are read"),
    ],
    ids=["bare", "pdf", "empty", "text", "torn", "bytes", "torn zip", "no zip", "deep", "foreign", "bomb"],
)
def test_what_cannot_be_judged_needs_attention_with_the_reason(little, tmp_path, make, reason):
    path = make(tmp_path)
    result = told(little, path)
    assert (result["version"], result["status"], result["score"], result["tasks"]) == (1, "needs attention", 0, [])
    assert reason in result["reason"]
    shown = said(little, path)
    assert shown.startswith("needs attention: not graded\n")
    assert reason in shown


def test_a_notebook_of_a_known_assignment_that_holds_nothing_of_it_says_what_there_was_to_earn(little, tmp_path):
    result = told(little, a_folder(tmp_path, other__ipynb=EMPTY), "--assignment", "double")
    assert (result["assignment"], result["status"], result["max"]) == ("double", "needs attention", 4)
    assert result["reason"].endswith("nothing in it belongs to this homework")


@pytest.mark.usefixtures("unlimited")
def test_what_may_not_be_read_needs_attention(little, tmp_path, monkeypatch):
    folder, scan = a_folder(tmp_path, double__ipynb=EMPTY), os.scandir

    def refuse(path: Any = ".") -> Any:
        if str(path) == str(folder):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(archive.os, "scandir", refuse)
    for more in ((), ("--assignment", "double")):
        result = told(little, folder, *more)
        assert (result["status"], result["reason"]) == ("needs attention", "it cannot be read (Permission denied)")


@pytest.mark.usefixtures("unlimited")
def test_a_file_without_the_right_to_read_it_is_no_usage_error(little, tmp_path, monkeypatch):
    path = a_folder(tmp_path, double__ipynb=EMPTY) / "double.ipynb"
    path.chmod(0)
    monkeypatch.setattr(os, "access", lambda place, *_, **__: str(place) != str(path))  # as for an ordinary user
    assert told(little, path)["status"] == "needs attention"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            GradingFailed("notebook", "cell 1, which comes with the release, failed"),
            "cell 1, which comes with the release, failed",
        ),
        (KernelLost("kernel", "The kernel could not be started"), "The kernel could not be started"),
        (ValueError("odd"), "the grader itself failed (ValueError: odd)"),
    ],
)
@pytest.mark.usefixtures("unlimited")
def test_what_is_the_graders_own_fault_is_an_internal_error(little, monkeypatch, error, reason):
    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(examine, "check", fails)
    result = told(little, little.notebook("double", "release"))
    assert (result["status"], result["reason"], result["max"]) == ("internal error", reason, 4)


def test_what_a_person_typed_wrong_stays_a_usage_error(little, tmp_path):
    (little.root / "source" / "halve").mkdir()
    for arguments in ([tmp_path / "nowhere"], [little.notebook("double"), "--assignment", "halve"]):
        done = CliRunner().invoke(cli.main, ["--course", str(little.root), "check", "--json", *map(str, arguments)])
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr


def second(course: Course) -> None:
    """Another assignment in the course, `halve`, with ids and names of its own."""
    for room in ("source", "release"):
        path = course.notebook("double", room)
        text = path.read_text().replace("double", "halve").replace('"why"', '"how"')
        place = course.root / room / "halve" / "halve.ipynb"
        place.parent.mkdir()
        place.write_text(text)
    (course.root / "tests" / "halve").mkdir()


def test_the_assignment_is_told_by_its_ids_or_its_answers(little, tmp_path):
    second(little)
    assert examine.assignment_of(little, little.notebook("halve", "release")) == "halve"
    bare = new_notebook(cells=[new_code_cell("def double(number):\n    return 3 * number")])
    nbformat.write(bare, tmp_path / "mine.ipynb")
    assert examine.assignment_of(little, tmp_path / "mine.ipynb") == "double"
    both = read_notebook(little.notebook("double", "release"))
    for cell in read_notebook(little.notebook("halve", "release")).cells:
        both.cells.append(nbformat.from_dict({**cell, "id": f"{cell.id}-too"}))
    nbformat.write(both, tmp_path / "both.ipynb")
    with pytest.raises(UnreadableSubmission, match="double and halve equally well; name one with --assignment"):
        examine.assignment_of(little, tmp_path / "both.ipynb")
    nbformat.write(both, tmp_path / "halve.ipynb")
    assert examine.assignment_of(little, tmp_path / "halve.ipynb") == "halve"


def test_a_course_without_hidden_tests_is_the_courses_error(little):
    (little.root / "tests").rename(little.root / "gone")
    with pytest.raises(CourseError, match="no assignment of this course has hidden tests"):
        examine.assignment_of(little, little.notebook("double"))
