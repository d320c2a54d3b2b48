"""A rehearsal of entering a submission compiles what grading takes, and leaves nothing in any gradebook."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from nbgrader.api import Gradebook, MissingEntry

from grader.course import Course
from grader.pipeline.rehearsal import NOBODY, rehearse
from grader.pipeline.shared_engine import shared

pytestmark = [pytest.mark.gradebook, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]


def dump(course: Course) -> list[str]:
    """All that the gradebook holds."""
    with closing(sqlite3.connect(course.root / "gradebook.db")) as database:
        return list(database.iterdump())


def test_a_rehearsal_compiles_what_a_submission_takes_and_leaves_nothing(laid: Course) -> None:
    with Gradebook(laid.database, "adl"):
        before = dump(laid)
    rehearse(laid.database, "double")
    assert dump(laid) == before
    with shared(), Gradebook(laid.database) as gradebook:
        known = len(gradebook.engine._compiled_cache)
        gradebook.update_or_create_student("ada")
        gradebook.update_or_create_submission("double", "ada")
        gradebook.find_grade("double", "double", "double", "ada").auto_score = 1.0
        gradebook.db.commit()
        assert len(gradebook.engine._compiled_cache) == known
        with pytest.raises(MissingEntry):
            gradebook.find_student(NOBODY)


def test_a_rehearsal_makes_no_gradebook(tmp_path: Path) -> None:
    rehearse(f"sqlite:///{tmp_path / 'none.db'}", "double")
    assert list(tmp_path.iterdir()) == []
