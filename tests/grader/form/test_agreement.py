"""The check of the form says of a submission what the real intake does: over the broken bank, by the script itself."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader.course import Course
from grader.errors import UnreadableSubmission
from grader.form import script
from grader.form.checking import check
from grader.intake.stage import stage
from grader.notebooks import read_notebook
from grader.repair.repair import repair
from tests.broken.cases import Case, hand_in, read_cases

HERE = Course(Path(__file__).parents[3])
CASES = read_cases(HERE)
RELEASE = script.describe("hw3", {"hw3.ipynb": HERE.notebook("hw3", "release").read_bytes()})
# What the grader fixes and the check does not tell, for nothing that a student sees or could do is wrong with it.
SILENT = {
    "duplicate_cell_ids": "ids of cells are no business of a student's",
    "illegal_cell_ids": "ids of cells are no business of a student's",
    "many_cells": "empty cells do no harm",
    "null_metadata": "the name of the kernel is set for every notebook",
    "colab": "the name of the kernel is set for every notebook",
    "vs_code": "the name of the kernel is set for every notebook",
    "turned_round": "the order is not checked",
    "imports_at_the_end": "the order is not checked",
    "text_below_its_cell": "its own cell is said to be as it was given out; a person looks for text elsewhere",
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script in the zip that students receive, unpacked."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(HERE.root / "release" / "hw3.zip") as archive:
        archive.extractall(folder)
    return folder / "hw3" / script.NAME


def run(program: Path, *arguments: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", "-W", "error", str(program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture
def submission(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Case, Path]:
    case = request.param
    hand_in(case, HERE, tmp_path / "submitted")
    return case, tmp_path / "submitted"


every_case = pytest.mark.parametrize("submission", CASES, ids=lambda case: case.name, indirect=True)


@every_case
def test_the_check_says_that_a_case_would_be_read_where_the_intake_reads_it(submission, unlimited, tmp_path):
    case, folder = submission
    staged = tmp_path / "staged"
    staged.mkdir()
    [report] = check(folder, RELEASE)
    try:
        notes = stage(folder, "hw3.ipynb", HERE.notebook("hw3", "release"), staged).notes
    except UnreadableSubmission:
        assert report.status == 2, report
        return
    assert report.status < 2, report.unreadable
    notes += repair(read_notebook(staged / "hw3.ipynb"), read_notebook(HERE.notebook("hw3", "release")))
    told = bool(report.fixed or [line for line in report.look if "missing" in line or "not in its own cell" in line])
    assert told == (bool(notes) and case.name not in SILENT), (notes, report.fixed)


def test_what_is_silent_is_in_the_bank():
    assert set(SILENT) <= {case.name for case in CASES}


SPREAD = ("untouched", "renamed_by_student", "zip_locked", "in_a_zip_in_a_zip", "truncated", "format_3", "utf_16")


@pytest.mark.parametrize(
    "submission", [case for case in CASES if case.name in SPREAD], ids=lambda case: case.name, indirect=True
)
def test_the_script_of_the_zip_says_what_the_code_of_the_grader_says(submission, program):
    _, folder = submission
    [report] = check(folder, RELEASE)
    done = run(program, folder)
    assert done.stderr == ""
    assert done.returncode == report.status
    said = " ".join(done.stdout.split())
    assert all(" ".join(line.split()) in said for line in (*report.fine, *report.fixed, *report.look))
    assert " ".join(report.unreadable.split()) in said


def test_without_an_argument_the_notebook_beside_the_script_is_checked(program, tmp_path):
    folder = shutil.copytree(program.parent, tmp_path / "hw3")
    done = run(folder / script.NAME)
    assert done.returncode == 1
    assert "hw3.ipynb: notebook format 4.5" in done.stdout
    (folder / "hw3.ipynb").unlink()
    done = run(folder / script.NAME)
    assert done.returncode == 2
    assert "cannot be opened" in done.stdout


@pytest.mark.parametrize("name", ["python3.8", "python3.9", "python3.10", "python3.12", "python3.13"])
def test_the_script_runs_with_every_python_that_is_there(program, name):
    beside = Path(sys.base_prefix).parent.glob(f"{name.removeprefix('python')}*/bin/python3")
    places = [*map(str, beside), *filter(None, [shutil.which(name)])]
    found = next((place for place in places if subprocess.run([place, "-V"], capture_output=True).returncode == 0), "")
    if not found:
        pytest.skip(f"no {name} here")
    done = subprocess.run([found, "-I", "-S", str(program)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 1, done.stderr
    assert done.stdout.endswith("before you hand it in.\n")
