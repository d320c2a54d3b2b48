"""What nbgrader's gradebook knows of an assignment: read at once, never written to, no password in an error."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grader.course import Course
from grader.errors import CourseError
from grader.marks import Book, Mark, Task
from grader.pipeline.gradebook import database_errors, read_gradebook, reading, unusable
from tests.support.released_again import NAME, gradebook

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own, about its models


def test_tasks_names_marks_and_the_due_date_are_read(graded: Course) -> None:
    with gradebook(graded) as book:
        book.update_or_create_student("ada", first_name="Ada", last_name="Lovelace")
        book.update_or_create_assignment(NAME, duedate="2024-04-17 21:55 UTC")
        book.find_submission(NAME, "ada").timestamp = datetime(2024, 4, 18, 0, 55)
        book.find_submission_notebook(NAME, NAME, "ada").late_submission_penalty = 1.5
        book.db.commit()
    found = read_gradebook(graded.database, NAME)
    assert found.tasks == (Task("double", 4), Task("why", 2, by_hand=True))
    assert (found.names["ada"], found.due) == ("Ada Lovelace", datetime(2024, 4, 17, 21, 55))
    assert set(found.entries) == {"ada", "ben"}
    entry = found.entries["ada"]
    assert entry.marks["why"] == Mark(None, 1.5, 0.5, False)
    assert entry.marks["double"].auto == 4.0
    assert (entry.late_hours, entry.penalty) == (3.0, 1.5)
    assert found.entries["ben"].marks["why"].manual is None


def test_reading_writes_nothing_and_makes_no_gradebook(graded: Course, tmp_path: Path) -> None:
    path = graded.root / "gradebook.db"
    with closing(sqlite3.connect(path)) as database:
        before = list(database.iterdump())
    read_gradebook(graded.database, NAME)
    with closing(sqlite3.connect(path)) as database:
        assert list(database.iterdump()) == before
    absent = f"sqlite:///{tmp_path / 'absent.db'}"
    assert read_gradebook(absent, NAME) == Book()
    assert not (tmp_path / "absent.db").exists()
    with reading(absent) as book:
        assert book is None


def test_an_assignment_that_the_gradebook_does_not_have_has_the_class_and_no_tasks(graded: Course) -> None:
    found = read_gradebook(graded.database, "halve")
    assert (found.tasks, found.entries, found.due) == ((), {}, None)


@pytest.mark.parametrize(
    "url",
    ["postgresql+psycopg2://grader:s3cret@127.0.0.1:1/marks", "nonsense", "odd://grader:s3cret@host/marks"],
    ids=["no server", "no address", "no such database"],
)
def test_what_cannot_be_reached_is_told_without_the_password(url: str) -> None:
    with pytest.raises(CourseError) as caught:
        read_gradebook(url, NAME)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_password_that_a_driver_repeats_is_not_shown() -> None:
    url = "postgresql+psycopg2://grader:s3cret@host/marks"
    told = str(unusable(url, OSError("no entry for grader with s3cret\nmore lines")))
    assert "no entry for grader with ***)" in told
    assert "s3cret" not in told
    assert "more lines" not in told
    assert "Is the server running" in told


def test_a_file_that_is_no_gradebook_is_told_and_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, close = list[Gradebook](), Gradebook.close
    monkeypatch.setattr(Gradebook, "close", lambda opened: (closed.append(opened), close(opened)))
    (tmp_path / "gradebook.db").write_text("no database" * 100)
    with pytest.raises(CourseError, match="cannot be read"):
        read_gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}", NAME)
    assert len(closed) == 1


def test_an_error_of_another_kind_is_none_of_the_gradebook_s() -> None:
    with pytest.raises(KeyError), database_errors("sqlite:///gradebook.db"):
        raise KeyError("odd")
