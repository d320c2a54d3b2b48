"""What is there before a class is graded, whatever an earlier run left unfinished."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from grader.course import Course
from grader.pipeline import preparation
from grader.pipeline.converters import api
from tests.support import little_class
from tests.support.released_again import NAME, edit, task


def changed(course: Course, *statements: str) -> None:
    """Change the gradebook behind everybody's back."""
    with closing(sqlite3.connect(course.root / "gradebook.db")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def half_tables(course: Course) -> None:
    """Killed between two tables: nothing has been entered yet."""
    path = course.root / "gradebook.db"
    with closing(sqlite3.connect(path)) as database:
        texts = [row[0] for row in database.execute("SELECT sql FROM sqlite_master WHERE type = 'table'")]
    path.unlink()
    changed(course, *[text for text in texts if "alembic" not in text][:3])


def no_version(course: Course) -> None:
    """Killed between the tables and their version."""
    half_tables(course)
    changed(course, "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")


def no_cells(course: Course) -> None:
    """Killed as soon as the assignment had been entered."""
    for table in ("source_cell", "solution_cells", "grade_cells", "base_cell", "notebook"):
        changed(course, f"DELETE FROM {table}")
    shutil.rmtree(course.root / "release" / "double")


def some_cells(course: Course) -> None:
    """Killed between two cells."""
    changed(course, "DELETE FROM source_cell WHERE name = 'why'")


def half_release(course: Course) -> None:
    """Killed while the release was written."""
    path = course.notebook("double", "release")
    path.write_bytes(path.read_bytes()[:500])


UNTOUCHED = (half_tables, no_version, some_cells)  # the release is as it was: nobody has to know


@pytest.mark.slow
@pytest.mark.parametrize("broken", [*UNTOUCHED, no_cells, half_release])
def test_when_an_earlier_run_was_killed_on_the_way_then_what_it_left_is_finished(
    laid: Course, broken: Callable[[Course], None]
) -> None:
    entries, files = little_class.entries(laid), little_class.files(laid)
    assert entries["version"]
    broken(laid)
    assert bool(preparation.prepare(laid, "double")) == (broken not in UNTOUCHED)
    assert little_class.entries(laid) == entries
    assert little_class.files(laid) == files


def test_when_nothing_is_missing_then_nothing_is_made(laid: Course) -> None:
    def times() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in (laid.root / "release").rglob("*")}

    before = times()
    preparation.prepare(laid, "double")
    assert times() == before


def test_when_an_old_gradebook_has_no_version_then_none_is_made_up(laid: Course) -> None:
    changed(laid, "DELETE FROM alembic_version")
    preparation.prepare(laid, "double")
    assert little_class.entries(laid)["version"] == []


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own, about its models
def test_when_nbgrader_itself_removed_the_release_then_grading_makes_it_again(graded):
    edit(graded, task)
    api(graded).generate_assignment(NAME, force=True, create=True)
    assert not (graded.root / "release" / NAME).exists()  # what nbgrader does where there are submissions
    made, changes = preparation.prepare(graded, NAME)
    assert made.startswith("release/double: it was missing and was generated from the current source/.")
    assert "added triple, triple-answer for 2 submissions" in changes
    assert preparation.prepare(graded, NAME) == []
