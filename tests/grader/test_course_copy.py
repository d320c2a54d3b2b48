"""A copy of a course never writes into the course's gradebook, wherever that lies."""

import subprocess
import sys
from pathlib import Path

import pytest

from grader import demo
from grader.course import CONFIG, Course
from grader.course_copy import copy_settings, scratch_copy
from grader.errors import CourseError
from grader.release import release


@pytest.fixture
def elsewhere(little: Course, tmp_path: Path) -> Path:
    """A gradebook outside of the little course's folder, which its settings name."""
    path = tmp_path / "elsewhere" / "grades.db"
    path.parent.mkdir()
    with (little.root / CONFIG).open("a") as settings:
        settings.write(f"c.CourseDirectory.db_url = 'sqlite:///{path}'")  # and no end of line
    return path


def contents(course: Course) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in course.root.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_when_a_course_is_copied_then_nbgrader_itself_uses_the_copys_gradebook(little, elsewhere, tmp_path):
    copy = scratch_copy(little, tmp_path / "copy", "double", ("source",))
    assert copy.database == f"sqlite:///{copy.root}/gradebook.db?timeout=60"
    nbgrader = Path(sys.executable).with_name("nbgrader")
    subprocess.run([nbgrader, "generate_assignment", "double"], cwd=copy.root, check=True, capture_output=True)
    assert (copy.root / "gradebook.db").stat().st_size
    assert not elsewhere.exists()
    assert not (little.root / "gradebook.db").exists()


def test_when_a_copy_is_moved_then_its_gradebook_goes_with_it(little, elsewhere, tmp_path):
    copy = scratch_copy(little, tmp_path / "copy", "double", ())
    moved = Course(copy.root.rename(tmp_path / "moved"))
    assert moved.database == f"sqlite:///{moved.root}/gradebook.db?timeout=60"


def test_when_the_demo_is_laid_out_then_its_gradebook_is_its_own(little, elsewhere):
    laid_out = demo.lay_out(little, little.root / "demo", "double")
    assert laid_out.database == f"sqlite:///{laid_out.root}/gradebook.db?timeout=60"


def test_when_settings_are_copied_then_what_they_load_comes_along_and_what_outranks_them_does_not(little, tmp_path):
    (little.root / "facts.py").write_text("c.Facts.loaded = True\n")
    (little.root / CONFIG).write_text(f"load_subconfig('facts.py')\n{(little.root / CONFIG).read_text()}")
    (little.root / "nbgrader_config.json").write_text('{"CourseDirectory": {"db_url": "sqlite:////tmp/real.db"}}')
    for place in ("source", "parts"):
        (little.root / place).mkdir(exist_ok=True)
        (little.root / place / "page.ipynb").write_text("{}")
    with (little.root / CONFIG).open("a") as settings:
        settings.write("c.IncludeHeaderFooter.header = 'source/page.ipynb'\n")
        settings.write("c.IncludeHeaderFooter.footer = 'parts/page.ipynb'\n")
    (little.root / CONFIG).chmod(0o444)
    copy_settings(little, tmp_path / "copy")
    names = {str(path.relative_to(tmp_path / "copy")) for path in (tmp_path / "copy").rglob("*") if path.is_file()}
    assert names == {CONFIG, "facts.py", "source/page.ipynb", "parts/page.ipynb"}
    assert Course(tmp_path / "copy").config.Facts.loaded is True


@pytest.mark.kernel
@pytest.mark.gradebook
def test_when_a_release_is_refused_then_a_gradebook_elsewhere_is_not_touched(little, elsewhere):
    path = little.root / "tests" / "double" / "test_double.py"
    path.write_text(path.read_text().replace("points(3)", "points(2)"))
    before = contents(little)
    with pytest.raises(CourseError, match="its tests are worth 3 points, its cell 4"):
        release.release(little, "double")
    assert contents(little) == before
    assert not elsewhere.exists()


@pytest.mark.gradebook
def test_when_settings_name_folders_elsewhere_then_a_copy_writes_into_none_of_them(little, tmp_path):
    away = tmp_path / "away"
    rooms = ("source", "release", "submitted", "autograded", "feedback", "solution")
    with (little.root / CONFIG).open("a") as settings:
        settings.writelines(f"c.CourseDirectory.{room}_directory = {str(away / room)!r}\n" for room in rooms)
        settings.write(f"c.CourseDirectory.directory_structure = {str(away)!r} + '/{{nbgrader_step}}'\n")
    copy = scratch_copy(little, tmp_path / "copy", "double", ("source",))
    release.generate(copy, "double")
    assert not away.exists()
    assert {path.parent.parent.name for path in copy.root.rglob("*.ipynb")} == {"source", "release", "solutions"}


@pytest.mark.slow
def test_when_outdated_settings_name_a_gradebook_then_a_copy_does_not_use_it(little, tmp_path):
    with (little.root / CONFIG).open("a") as settings:
        settings.writelines(
            f"c.{section}.db_url = 'sqlite:///{tmp_path}/old.db'\n" for section in ("NbGrader", "BaseNbGraderApp")
        )
    copy = scratch_copy(little, tmp_path / "copy", "double", ("source",))
    nbgrader = Path(sys.executable).with_name("nbgrader")
    subprocess.run([nbgrader, "generate_assignment", "double"], cwd=copy.root, check=True, capture_output=True)
    assert not (tmp_path / "old.db").exists()
