"""The student whom a platform's ids, logins and addresses name, if they name one and no other."""

import pytest

from grader.handin.item import Sender
from grader.handin.platforms.people import letters, sender, student
from grader.roster import Roster
from tests.support.items import ADA, BEN, CEM

ROSTER = Roster((ADA, BEN, CEM))


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ([("address", "ada@example.org")], Sender("address", "ada@example.org", "Name")),
        ([("id", "999"), ("address", "ada@example.org")], Sender("address", "ada@example.org", "Name")),
        ([("login", "alove"), ("address", "ada@example.org")], Sender("login", "alove", "Name")),  # the surest first
        ([("login", ""), ("id", " "), ("lms_user_id", "102")], Sender("lms_user_id", "102", "Name")),
        ([("id", "999"), ("address", "x@y.org")], Sender("id", "999", "Name")),  # for a person to look up
        ([("github", "shared")], Sender("github", "shared", "Name")),
    ],
)
def test_keys_that_name_one_student_are_that_student_s(keys: list[tuple[str, str]], found: Sender) -> None:
    assert sender(ROSTER, keys, "Name") == (found, "")


def test_keys_that_name_two_students_name_none() -> None:
    found, why = sender(ROSTER, [("address", "ada@example.org"), ("lms_user_id", "102"), ("login", "alove")])
    assert found is None
    told = "it names two students: the address 'ada@example.org' is ada's, the platform's number '102' is ben's"
    assert why == told


@pytest.mark.parametrize("keys", [[], [("id", ""), ("address", "  ")]])
def test_without_any_key_nobody_is_named(keys: list[tuple[str, str]]) -> None:
    assert sender(ROSTER, keys) == (None, "nothing in it names a student")


@pytest.mark.parametrize(
    ("value", "columns", "who"),
    [("ada", None, ADA), ("alove", None, ADA), ("102", None, BEN), ("alove", ["id"], None), ("ada-l", ["github"], ADA)],
)
def test_a_value_is_looked_up_in_some_columns(value: str, columns: list[str] | None, who: object) -> None:
    found, why = student(ROSTER, value, columns) if columns else student(ROSTER, value)
    assert found == who
    assert why == f"{value!r} names nobody in roster.csv"


def test_a_value_that_can_be_several_students_is_none() -> None:
    assert student(ROSTER, "shared") == (None, "'shared' can be ben or cem")


def test_a_name_is_its_letters_as_canvas_writes_them() -> None:
    assert letters("O'Neill, Zoë-Ann 2") == "oneillzoëann2"
