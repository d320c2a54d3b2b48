"""Whose a row is: keys decide, a name never against a key, and nobody is guessed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.handback.layout import Key, Line
from grader.handback.matching import grouped, whose
from grader.roster import Roster, Student, parse_roster
from tests.support.exports import ROSTER

TWINS = parse_roster(
    "id,first_name,last_name,email,lms_user_id,login\njo1,Jo,Doe,jo1@x,1,\njo2,Jo,Doe,,2,jd\nbob,Bob,Ray,,,\n",
    Path("roster.csv"),
)


def line(*keys: tuple[str, str, tuple[str, ...]], name: str = "", by_name: bool = False, number: int = 2) -> Line:
    given_ = tuple(Key(value, called, columns) for called, value, columns in keys)
    return Line(number - 1, number, name or "?", given_, (name,) if name else (), by_name)


LOGIN = ("login", "address", "id")


@pytest.mark.parametrize(
    ("roster", "row", "student", "why"),
    [
        (ROSTER, line(("ID", "101", ("lms_user_id",))), "ada", ""),
        (ROSTER, line(("ID", " 101 ", ("lms_user_id",)), ("Login", "", LOGIN)), "ada", ""),
        (ROSTER, line(("ID", "-", ("lms_user_id",)), ("Login", "ALOVE", LOGIN)), "ada", ""),
        (ROSTER, line(("Login", "Ada@Example.org", LOGIN)), "ada", ""),
        (ROSTER, line(("ID", "5", ("lms_user_id",)), ("Login", "alove", LOGIN)), "ada", ""),
        (TWINS, line(("Login", "jo1", LOGIN)), "jo1", ""),
        (TWINS, line(("Login", "jo2", LOGIN)), None, "nobody in roster.csv (Login 'jo2')"),
        (
            ROSTER,
            line(("ID", "101", ("lms_user_id",)), ("Login", "emuell", LOGIN)),
            None,
            "its ID '101' is that of ada and its Login 'emuell' is that of emil",
        ),
        (ROSTER, line(("ID", "=101", ("lms_user_id",)), ("Login", "alove", LOGIN)), None, "begins like a formula"),
        (ROSTER, line(("ID", "101", ("lms_user_id",)), ("Login", "\uff1dx", LOGIN)), None, "begins like a formula"),
        (ROSTER, line(("Identifier", "@1", ()), ("ID", "101", ("lms_user_id",))), None, "begins like a formula"),
        (ROSTER, line(("ID", "7", ("lms_user_id",))), None, "nobody in roster.csv (ID '7')"),
        (ROSTER, line(name="Ada Lovelace"), None, "by the name it may be ada"),
        (ROSTER, line(name="Lovelace, Ada", by_name=True), "ada", ""),
        (ROSTER, line(("Mail", "a@x", ("address",)), name="Ada Lovelace", by_name=True), None, "it may be ada"),
        (TWINS, line(("Mail", "a@x", ("address",)), name="Bob Ray", by_name=True), "bob", ""),
        (TWINS, line(name="Jo Doe", by_name=True), None, "jo1 and jo2 have this name"),
        (TWINS, line(("ID", "9", ("lms_user_id",)), name="Jo Doe", by_name=True), None, "and none of them ID '9'"),
        (ROSTER, line(name="No Body", by_name=True), None, "nobody in roster.csv"),
        (ROSTER, line(), None, "nobody in roster.csv"),
    ],
)
def test_a_row_is_one_students_or_says_why_not(roster: Roster, row: Line, student: str | None, why: str) -> None:
    found, said = whose(roster, row)
    assert (found.id if found else None) == student
    assert why in said
    assert bool(found) is not bool(said)


def test_all_rows_of_one_student_are_together() -> None:
    rows = [
        line(("ID", id_, ("lms_user_id",)), number=place) for place, id_ in enumerate(("101", "9", "102", "101"), 2)
    ]
    found, nobody = grouped(ROSTER, rows)
    assert {name: [row.number for row in mine] for name, mine in found.items()} == {"ada": [2, 5], "emil": [4]}
    assert [row.number for row, _ in nobody] == [3]


NAMES = st.sampled_from(["a", "b", "c", ""])


@given(
    st.lists(
        st.tuples(NAMES, NAMES),
        max_size=4,
        unique_by=(lambda pair: pair[0] or object(), lambda pair: pair[1] or object()),
    ),
    NAMES,
    NAMES,
)
def test_a_found_student_has_one_of_the_keys_and_none_is_another_s(
    values: list[tuple[str, str]], platform_id: str, login: str
) -> None:
    students = tuple(Student(f"s{place}", lms_user_id=one, login=two) for place, (one, two) in enumerate(values))
    row = line(("ID", platform_id, ("lms_user_id",)), ("Login", login, ("login",)))
    found, _ = whose(Roster(students), row)
    owners = {s.id for s in students if (platform_id and s.lms_user_id == platform_id) or (login and s.login == login)}
    assert (found.id if found else None) == (owners.pop() if len(owners) == 1 else None)
