"""What is generated and committed is what the masters make today."""

import zipfile
from pathlib import Path

import pytest

from grader.course import Course
from grader.course_copy import scratch_copy
from grader.notebooks import read_notebook
from grader.release import release, solution

ASSIGNMENTS = ["hw3", "warmup"]


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def made(request: pytest.FixtureRequest, course: Course, tmp_path_factory: pytest.TempPathFactory):
    """An assignment, and a scratch course in which its release was made anew."""
    name = request.param
    scratch = scratch_copy(course, tmp_path_factory.mktemp("generated"), name, release.ROOMS)
    release.generate(scratch, name)
    release.bundle(scratch, name)
    return name, scratch


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_when_the_release_is_made_again_then_every_byte_is_the_same(course, made):
    name, scratch = made
    there, here = contents(scratch.root / "release" / name), contents(course.root / "release" / name)
    assert sorted(there) == sorted(here)
    changed = [file for file in there if there[file] != here[file]]
    assert changed == [], "run make release"


def test_when_the_bundle_is_made_again_then_every_byte_is_the_same(course, made):
    name, scratch = made
    there, here = (room / "release" / f"{name}.zip" for room in (scratch.root, course.root))
    assert there.read_bytes() == here.read_bytes(), "run make release"


def test_when_students_unpack_the_bundle_then_they_have_the_release(course, made):
    name, _ = made
    with zipfile.ZipFile(course.root / "release" / f"{name}.zip") as archive:
        packed = {file: archive.read(file) for file in archive.namelist()}
    assert packed == {f"{name}/{file}": data for file, data in contents(course.root / "release" / name).items()}
    assert {f"{name}/{name}.ipynb", f"{name}/README.md", f"{name}/requirements.txt"} <= set(packed)


def test_when_the_solution_is_made_again_then_its_cells_are_the_same(course, made):
    name, scratch = made
    there, here = (read_notebook(one.notebook(name, "solutions")) for one in (scratch, course))
    assert solution.sources(there) == solution.sources(here), "run make release"
