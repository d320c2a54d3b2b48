"""The marks of a class in a few queries: what `read_gradebook` knows, with comments, by notebook."""

from collections.abc import Iterator

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import event
from sqlalchemy.engine import Engine

from grader.course import Course
from grader.marks import Marks
from grader.pipeline.gradebook import read_gradebook
from grader.pipeline.notebook_marks import read_marks

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")
STUDENTS = ("ada", "ben", "[x]eva")


@pytest.fixture
def marked_class(laid: Course) -> Course:
    """Three students; Ada has marks, a comment and a penalty."""
    with Gradebook(laid.database) as gradebook:
        for student in STUDENTS:
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_submission("double", student, timestamp="2030-01-02 12:00:00 UTC")
        gradebook.find_assignment("double").duedate = gradebook.find_submission("double", "ben").timestamp
        grade = gradebook.find_grade("why", "double", "double", "ada")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 1.5, 0.5, False
        gradebook.find_grade("double", "double", "double", "ada").auto_score = 3
        gradebook.find_comment("why", "double", "double", "ada").manual_comment = "Well seen."
        gradebook.find_comment("double-answer", "double", "double", "ben").auto_comment = "No response."
        gradebook.find_submission("double", "ada").notebooks[0].late_submission_penalty = 2
        gradebook.db.commit()
    return laid


@pytest.fixture
def queries() -> Iterator[list[str]]:
    """The statements that are sent to a database meanwhile."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


def test_marks_are_those_of_the_gradebook_with_a_persons_comments(marked_class: Course) -> None:
    url = marked_class.database
    found, book = read_marks(url, "double"), read_gradebook(url, "double")
    assert set(found) == {(student, "double") for student in STUDENTS}
    for (student, _), marks in found.items():
        assert marks.entry == book.entries[student]
        assert marks.tasks == book.tasks
    assert found["ada", "double"].entry.marks["why"].manual == 1.5
    assert found["ada", "double"].entry.penalty == 2
    assert found["ada", "double"].comments == {"why": "Well seen."}
    assert found["ben", "double"].comments == {}


def test_one_student_is_read_alone(marked_class: Course) -> None:
    url = marked_class.database
    assert read_marks(url, "double", "ada") == {("ada", "double"): read_marks(url, "double")["ada", "double"]}
    assert read_marks(url, "double", "nobody") == {}
    assert read_marks(url, "other") == {}


def test_a_larger_class_takes_no_more_queries(marked_class: Course, queries: list[str]) -> None:
    url = marked_class.database
    read_marks(url, "double")
    few = len(queries)
    with Gradebook(url) as gradebook:
        for number in range(20):
            gradebook.update_or_create_student(f"s{number}")
            gradebook.update_or_create_submission("double", f"s{number}")
    queries.clear()
    assert len(read_marks(url, "double")) == 23
    assert len(queries) == few


def test_without_a_gradebook_there_are_no_marks_and_none_is_made(little: Course) -> None:
    assert read_marks(little.database, "double") == {}
    assert not (little.root / "gradebook.db").exists()
    assert Marks().entry.marks == {}
