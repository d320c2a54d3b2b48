"""The class list: whom an address, a login or a name means, and what a list that cannot be used is told."""

from pathlib import Path

import pytest

from grader.course import CONFIG, Course
from grader.errors import CourseError
from grader.roster import Student, parse_roster, read_roster

TEXT = """id,first_name,last_name,email,also,lms_user_id,login,github,section
ada,Ada,Lovelace,ada@example.org,Countess@private.example; al@example.org,101,alovelace,countess,A
emil,Emil,Müller,emil+hw@example.org,,102,,,
bob,Bob,Smith,,,,,,
bob2,Bob,Smith,bob2@example.org,,,,,
"""
ROSTER = parse_roster(TEXT, Path("roster.csv"))


@pytest.mark.parametrize(
    ("column", "value", "student"),
    [
        ("id", "ada", "ada"),
        ("address", "ADA@Example.org", "ada"),
        ("address", " countess@private.example ", "ada"),
        ("address", "ada+hw3@example.org", "ada"),
        ("address", "emil+hw@example.org", "emil"),
        ("address", "emil@example.org", None),
        ("address", "ad.a@example.org", None),
        ("address", "@example.org", None),
        ("address", "", None),
        ("lms_user_id", "102", "emil"),
        ("login", "ALovelace", "ada"),
        ("github", "countess", "ada"),
        ("name", "emil  mu\u0308ller", "emil"),
        ("name", "Müller, Emil", "emil"),
        ("name", "Bob Smith", None),
        ("name", "Nobody", None),
    ],
)
def test_a_value_names_one_student_or_nobody(column: str, value: str, student: str | None) -> None:
    found = ROSTER.by(column, value)
    assert (found.id if found else None) == student


def test_a_name_of_two_names_both() -> None:
    assert [student.id for student in ROSTER.all_by("name", "bob smith")] == ["bob", "bob2"]


def test_columns_come_in_any_order_and_with_any_separator() -> None:
    roster = parse_roster(
        "﻿email;Last_Name;note;ID\r\na@x;Lovelace;of no use;ada\r\n;;;\r\n".lstrip("\ufeff"), Path("r.csv")
    )
    assert roster.students == (Student("ada", last_name="Lovelace", email="a@x"),)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no column 'id'"),
        ("name,email\nada,a@x\n", "no column 'id'"),
        ("id,id\nada,bob\n", "two columns are called 'id'"),
        ("id,email\n,a@x\n", "line 2: no id"),
        ("id\n../ada\n", "begins with a dot"),
        ("id\na/b\n", "separates folders"),
        ("id\nada\nada\n", "two students have the id 'ada'"),
        ("id,email,also\nada,a@x,\nbob,b@x,A@X\n", "two students have the address 'a@x' (ada and bob)"),
        ("id,lms_user_id\nada,7\nbob,7\n", "two students have the lms_user_id '7'"),
        ("id,email\nada,ada at home\n", "'ada at home' is not an address"),
        ("id,email\nada,a@x,more\n", "3 cells under 2 columns"),
    ],
)
def test_a_list_that_cannot_be_used_says_where_and_why(text: str, what: str) -> None:
    with pytest.raises(CourseError) as raised:
        parse_roster(text, Path("roster.csv"))
    assert what in raised.value.what
    assert raised.value.where == "roster.csv"


def test_all_rows_that_cannot_be_used_are_named_at_once() -> None:
    with pytest.raises(CourseError, match=r"line 2: no id; line 4: .* is not an address"):
        parse_roster("id,email\n,a@x\nbob,b@x\ncy,c\n", Path("roster.csv"))


def test_a_course_without_a_list_has_no_students(little: Course) -> None:
    assert read_roster(little).students == ()


def test_the_file_is_read_as_spreadsheets_write_it_and_is_where_the_settings_say(little: Course) -> None:
    (little.root / "class.csv").write_bytes("\ufeffid;email\nada;a@x\n".encode())
    with (little.root / CONFIG).open("a", encoding="utf-8") as config:
        config.write('\nc.Roster.file = "class.csv"\n')
    assert [student.id for student in read_roster(Course(little.root)).students] == ["ada"]


def test_a_file_in_another_encoding_is_told_of(little: Course) -> None:
    (little.root / "roster.csv").write_bytes("id,last_name\nemil,Müller\n".encode("latin-1"))
    with pytest.raises(CourseError, match="Save it as CSV in UTF-8"):
        read_roster(little)
