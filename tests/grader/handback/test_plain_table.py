"""Plain tables: anybody's with a column of ids or addresses, and one of ours made anew."""

import csv
import io

import pytest

from grader.errors import CourseError
from grader.handback.plain_table import fresh, key_problem
from grader.roster import Student
from tests.support.exports import CANVAS, FINAL, MOODLE, filled, told, wish


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("id", "ada"),
        ("Student ID", "ada"),
        ("E-Mail", "ada@example.org"),
        ("Email address", "ADA@example.org"),
        ("lms_user_id", "101"),
        ("Login", "alove"),
        ("username", "ada@example.org"),
        ("SID", "ada"),
        ("Full name", "Ada Lovelace"),
    ],
)
@pytest.mark.parametrize("column", ["HW3", "Score", "points"])
def test_a_table_is_filled_in_by_any_key_and_column(header: str, key: str, column: str) -> None:
    text = f"{header};note;{column}\n{key};=1+1;\n"
    assert filled("csv", text).data.decode() == text.replace("=1+1;", "=1+1;76.00")


def test_first_and_last_name_in_two_columns_are_a_name() -> None:
    text = "First name,Last name,email,score,max points\nAda,Lovelace,-,,100\nGrace,Hopper,gh@x,,80\n"
    export = filled("csv", text)
    assert export.filled == {"ada": "76.00"}
    assert told(export, "Grace Hopper (line 3)").endswith("by the name it may be grace")


def test_the_named_column_goes_before_others_that_are_called_score() -> None:
    assert filled("csv", "id,total,hw3\nada,,\n").data == b"id,total,hw3\nada,,76.00\n"
    assert filled("csv", "id,total,hw3\nada,,\n", wish("total")).data == b"id,total,hw3\nada,76.00,\n"
    with pytest.raises(CourseError, match="'hw3' means 2 columns"):
        filled("csv", "id,score,total\nada,,\n")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("first,second\n1,2\n", "no column of its first line names a student"),
        ("", "no column of its first line names a student"),
        ("id,first_name,section\nada,,\n", "no column 'hw3': there is nothing to fill in"),
        (CANVAS, "this is Canvas's gradebook, not a plain table"),
        (MOODLE, "this is Moodle's grading worksheet, not a plain table"),
    ],
)
def test_a_table_that_cannot_be_filled_in_says_why(text: str, what: str) -> None:
    with pytest.raises(CourseError) as raised:
        filled("csv", text)
    assert what in raised.value.what


def test_a_table_of_our_own_defuses_names_and_keeps_keys() -> None:
    rows = [(Student("ada", "=cmd()", '"Love", lace', "ada@example.org"), FINAL["ada"]), (Student("emil"), "0.00")]
    header, ada, emil = csv.reader(io.StringIO(fresh(rows, "90.00")))
    assert header == ["id", "last_name", "first_name", "email", "score", "max"]
    assert ada == ["ada", '"Love", lace', "'=cmd()", "ada@example.org", "76.00", "90.00"]
    assert emil == ["emil", "", "", "", "0.00", "90.00"]


def test_a_table_of_our_own_can_be_filled_in_again() -> None:
    text = fresh([(Student("ada"), "1.00"), (Student("grace"), "2.00")], "90.00")
    assert filled("csv", text).filled == {"ada": "76.00", "grace": "88.12"}


@pytest.mark.parametrize(
    ("student", "problem"),
    [
        (Student("=ada"), "the id '=ada' begins like a formula"),
        (Student("ada", email="+1@x"), "the e-mail address '+1@x' begins like a formula"),
        (Student("ada", "=first", email="a@x"), ""),
    ],
)
def test_a_key_that_begins_like_a_formula_is_in_no_table_of_ours(student: Student, problem: str) -> None:
    assert key_problem(student).startswith(problem)
    assert bool(key_problem(student)) is bool(problem)
