"""A gradebook is complete, of the version that nbgrader itself would give it, also after a run that was killed."""

import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.dbutil import _temp_alembic_ini
from sqlalchemy import create_engine, text

from grader.pipeline.gradebook_setup import finish, newest_version

pytestmark = pytest.mark.gradebook


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/gradebook.db"


def versions(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [row[0] for row in connection.execute(text("SELECT version_num FROM alembic_version"))]
    engine.dispose()
    return found


def change(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_the_newest_version_is_the_one_that_alembic_tells() -> None:
    alembic = Path(sys.executable).with_name("alembic")
    with _temp_alembic_ini("sqlite://") as settings:
        said = subprocess.run([alembic, "-c", settings, "heads"], capture_output=True, text=True, check=True).stdout
    assert said.split()[0] == newest_version()


def test_a_new_gradebook_has_tables_and_their_version(url: str) -> None:
    finish(url)
    finish(url)
    assert versions(url) == [newest_version()]
    with Gradebook(url) as gradebook:
        assert gradebook.assignments == []


@pytest.mark.parametrize("lost", ["DROP TABLE alembic_version", "DELETE FROM alembic_version", "DROP TABLE grade"])
def test_one_whose_creation_was_interrupted_is_completed(url: str, lost: str) -> None:
    finish(url)
    change(url, lost)
    finish(url)
    assert versions(url) == [newest_version()]
    with Gradebook(url) as gradebook:
        gradebook.add_assignment("hw3")


def test_an_old_one_with_assignments_keeps_its_version(url: str) -> None:
    finish(url)
    with Gradebook(url) as gradebook:
        gradebook.add_assignment("hw3")
    change(url, "DELETE FROM alembic_version")
    finish(url)
    assert versions(url) == []
